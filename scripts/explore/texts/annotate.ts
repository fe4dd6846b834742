import model from 'wink-eng-lite-web-model';
import winkNLP from 'wink-nlp';
import { tokenize } from '../../../classifier/src/index.ts';
import type { LabelledText } from '../../../classifier/training/index.ts';
import { findNames, type NameKind } from '../../names/find-names.ts';

/** A sentence with its annotations. */
export interface AnnotatedSentence {
  /** The normalized tokens, as models see them, shape [numTokens]. */
  words: string[];
  /** Whether each token contains a letter or a digit, shape [numTokens]. */
  isWord: boolean[];
  /** The part of speech of each token, named as in Universal Dependencies (`ADJ`, `VERB`), shape [numTokens]. */
  partsOfSpeech: string[];
  /** The names in the sentence, as ranges of tokens; `to` is exclusive. */
  names: { kind: NameKind; text: string; from: number; to: number }[];
  /** The labelled texts that are parts of the sentence, including the sentence itself. */
  phrases: Phrase[];
}

/** A labelled text as a range of tokens in its sentence; `to` is exclusive. */
export interface Phrase {
  text: string;
  label: number;
  from: number;
  to: number;
}

const nlp = winkNLP(model, ['pos']);

/**
 * Annotates the sentences of labelled texts. The longest text of each group is the sentence, tagged with parts of
 * speech and names, and the other texts are phrases of it. So the words of a phrase are tagged in the context of the
 * sentence, and each sentence is processed once. A text that is not part of its group's longest text is a separate
 * sentence.
 * @param onProgress called with the number of texts done
 */
export function annotate(
  texts: readonly LabelledText[],
  onProgress: (done: number) => void = () => {},
): AnnotatedSentence[] {
  const sentences: AnnotatedSentence[] = [];
  let done = 0;
  for (const group of Map.groupBy(texts, (text) => text.group).values()) {
    const longestFirst = group.toSorted((a, b) => b.text.length - a.text.length);
    const found: AnnotatedSentence[] = [];
    for (const { text, label } of longestFirst) {
      const words = tokenize(text).map((token) => token.normal);
      let sentence = found.find((candidate) => findWords(words, candidate.words) >= 0);
      if (words.length > 0 && !sentence) {
        sentence = readSentence(text);
        found.push(sentence);
      }
      if (sentence) {
        const from = findWords(words, sentence.words);
        sentence.phrases.push({ text, label, from, to: from + words.length });
      }
      onProgress(++done);
    }
    sentences.push(...found);
  }
  return sentences;
}

/** The index at which `part` begins in `words`, or −1. */
function findWords(part: readonly string[], words: readonly string[]): number {
  for (let from = words.indexOf(part[0]!); from >= 0; from = words.indexOf(part[0]!, from + 1)) {
    if (part.every((word, i) => word === words[from + i])) return from;
  }
  return -1;
}

function readSentence(text: string): AnnotatedSentence {
  const tokens = tokenize(text);
  const names = findNames(text).flatMap(({ kind, text: name, start, end }) => {
    const from = tokens.findIndex((token) => token.end > start);
    const to = tokens.findLastIndex((token) => token.start < end) + 1;
    return from >= 0 && from < to ? [{ kind, text: name, from, to }] : [];
  });
  // The initial capital must not turn a word into a name.
  const spelled = tokens.map(({ isWord, text: word, normal }, i) =>
    isWord && (i > 0 || names.some(({ from }) => from === 0)) ? word : normal,
  );
  return {
    words: tokens.map((token) => token.normal),
    isWord: tokens.map((token) => token.isWord),
    partsOfSpeech: tag(spelled),
    names,
    phrases: [],
  };
}

/** Tags each token with its part of speech. If wink-nlp splits a token further, its first part counts. */
function tag(spelled: readonly string[]): string[] {
  const document = nlp.readDoc(spelled.join(' '));
  const words = document.tokens().out();
  const parts = document.tokens().out(nlp.its.pos);
  const found: string[] = [];
  // Both texts are aligned by their characters without white space.
  let at = 0;
  let next = 0;
  for (const [i, word] of words.entries()) {
    while (next <= at && found.length < spelled.length) {
      next += spelled[found.length]!.replaceAll(/\s/g, '').length;
      found.push(parts[i]!);
    }
    at += word.length;
  }
  while (found.length < spelled.length) found.push('X');
  return found;
}
