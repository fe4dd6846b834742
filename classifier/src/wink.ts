import model from 'wink-eng-lite-web-model';
import winkNLP, { type Document, type Model } from 'wink-nlp';

/** wink's list of words, as its core model holds it. */
interface Lexemes {
  hash: Record<string, number>;
  list: string[];
  intrinsicSize: number;
}

/** A text's tokens, or its sentences, in order and as they stand in it. */
type Splitter = (text: string) => string[];

/**
 * wink-nlp without its memory. wink itself keeps every new word for ever: memory grows with each text, and a word it
 * has met is no longer split as it was the first time. Here its list of words is put behind a view that numbers a
 * new word for one text only.
 */
function createWink(pipe: string[], read: (document: Document) => string[]): Splitter {
  let features: { lexeme: Lexemes } | undefined;
  const core = (...args: unknown[]): unknown => {
    const made = (model as unknown as { core(...args: unknown[]): { features: { lexeme: Lexemes } } }).core(
      ...args,
    );
    features = made.features;
    return made;
  };
  const nlp = winkNLP({ ...model, core } as unknown as Model, pipe);
  const { hash, list, intrinsicSize } = features!.lexeme;
  // Look-ups go on in wink's own `hash`; only what adds a word reads `features.lexeme` anew, and finds this.
  const transient = new Proxy(hash, {
    get: (known, word) => known[word as string] ?? list.push(word as string) - 1,
  });
  features!.lexeme = { ...features!.lexeme, hash: transient };
  return (text) => {
    const found = read(nlp.readDoc(text));
    list.length = intrinsicSize;
    return found;
  };
}

/** The tokens of a text as wink-nlp finds them: the same text gives the same tokens whatever came before. */
export const winkTokens: Splitter = createWink([], (document) => document.tokens().out());

let findSentences: Splitter | undefined;

/** The sentences of a text as wink-nlp finds them; its boundary detection is loaded with the first text that needs it. */
export function winkSentences(text: string): string[] {
  findSentences ??= createWink(['sbd'], (document) => document.sentences().out());
  return findSentences(text);
}
