import model from 'wink-eng-lite-web-model';
import winkNLP, { type Model } from 'wink-nlp';

/** wink's list of words, as its core model holds it. */
interface Lexemes {
  hash: Record<string, number>;
  list: string[];
  intrinsicSize: number;
}

/**
 * A tokenizer of wink-nlp that remembers nothing. wink itself keeps every new word for ever: memory grows
 * with each text, and a word it has met is no longer split as it was the first time. Here its list of words
 * is put behind a view that numbers a new word for one text only.
 * @returns a function that gives the tokens of a text in order, without white space between words
 */
function createWinkTokenizer(): (text: string) => string[] {
  let features: { lexeme: Lexemes } | undefined;
  const core = (...args: unknown[]): unknown => {
    const made = (model as unknown as { core(...args: unknown[]): { features: { lexeme: Lexemes } } }).core(
      ...args,
    );
    features = made.features;
    return made;
  };
  const nlp = winkNLP({ ...model, core } as unknown as Model, []);
  const { hash, list, intrinsicSize } = features!.lexeme;
  // Look-ups go on in wink's own `hash`; only what adds a word reads `features.lexeme` anew, and finds this.
  const transient = new Proxy(hash, {
    get: (known, word) => known[word as string] ?? list.push(word as string) - 1,
  });
  features!.lexeme = { ...features!.lexeme, hash: transient };
  return (text) => {
    const tokens = nlp.readDoc(text).tokens().out();
    list.length = intrinsicSize;
    return tokens;
  };
}

/** The tokens of a text as wink-nlp finds them: the same text gives the same tokens whatever came before. */
export const winkTokens = createWinkTokenizer();
