import loadSentenceModel from 'wink-eng-lite-web-model/dist/load-sbd-model.js';
import winkNLP, { type Document, type Model } from 'wink-nlp';
import { core } from './core.ts';
import { openLexemeTable } from './lexeme-table.ts';

/** A text's tokens, or its sentences, in order and as they stand in it. */
type Splitter = (text: string) => string[];

/** What wink knows of words by their places in its list. */
interface TokenCache {
  normal(index: number | undefined): number | undefined;
  property(index: number | undefined, name: string): number;
  value(index: number | undefined): string;
}

/** Turns the `i`-th token, given as the place of its normal form, into what the machine that finds sentences reads. */
export type TokenTransformer = (
  token: number | undefined,
  cache: TokenCache,
  /** Four numbers a token, of which the first is the place of its word. */
  rawTokens: readonly number[],
  i: number,
) => number | undefined;

const { numWords, indexOf, wordAt } = openLexemeTable(core.lexemes);

/** The words of the text at hand that are not in wink's list, in the order in which they came. */
const newWords: string[] = [];

/** wink's list of words by place, and its places by word; wink reads them as an array and as an object. */
const list = new Proxy(newWords, {
  get: (_, index) => (Number(index) < numWords ? wordAt(Number(index)) : newWords[Number(index) - numWords]),
});
const known = new Proxy({}, { get: (_, word) => indexOf(word as string) });
/** Numbers each new word, for one text only: wink itself would keep it forever, and then split it differently. */
const transient = new Proxy(
  {},
  { get: (_, word) => indexOf(word as string) ?? numWords + newWords.push(word as string) - 1 },
);

/** What wink takes for its core model. */
const winkCore = {
  ...core.rules,
  packing: { ...core.rules.packing, efSize: 0, efList: [] },
  features: { lexeme: { hash: known, list, intrinsicSize: numWords }, posClusters: { list: [] } },
  lexicon: new Uint32Array(core.lexiconLength),
  xpansions: core.xpansions,
};
for (let i = 0; i < core.lexicon.length; i += 2) winkCore.lexicon[core.lexicon[i]!] = core.lexicon[i + 1]!;

const sentenceModel = loadSentenceModel();

/** What wink would keep of a new word, given in lower case: whether it ends as an abbreviation does. */
const newWordCache = (word: string): TokenCache => ({
  normal: () => undefined,
  property: (_, name) => Number(name === 'isAbbrev' && word.endsWith('.') && /[a-z]/.test(word)),
  value: () => word,
});

/** Tells what a token means for the end of a sentence. wink asks what it has kept of the word: nothing, if it is new. */
const readHint: TokenTransformer = (token, cache, rawTokens, i) => {
  const transform = sentenceModel.transformers[0];
  const index = rawTokens[4 * i]!;
  if (index < numWords) return transform(token, cache, rawTokens, i);
  const word = newWords[index - numWords]!.toLowerCase();
  const lowerCase = indexOf(word);
  return lowerCase === undefined
    ? transform(undefined, newWordCache(word), rawTokens, i)
    : transform(cache.normal(lowerCase), cache, rawTokens, i);
};

/** A language model with all that tokens and sentences need, and nothing in the place of the rest. */
const none = () => ({ machines: [], transformers: [] });
const noneButOne = () => ({ machines: ['[]'], transformers: [] });
const model = {
  core: () => winkCore,
  sbd: () => ({ ...sentenceModel, transformers: [readHint] }),
  ner: none,
  pos: none,
  negation: noneButOne,
  sa: noneButOne,
  metaCER: none,
  featureFn: () => ({}),
  addons: {},
} as unknown as Model;

function createWink(pipe: string[], read: (document: Document) => string[]): Splitter {
  const nlp = winkNLP(model, pipe);
  return (text) => {
    const found = read(nlp.readDoc(text));
    newWords.length = 0;
    return found;
  };
}

/** The tokens of a text as wink-nlp finds them: the same text gives the same tokens whatever came before. */
export const winkTokens: Splitter = createWink([], (document) => document.tokens().out());

/** The sentences of a text as wink-nlp finds them. */
export const winkSentences: Splitter = createWink(['sbd'], (document) => document.sentences().out());

// Look-ups go on in `known`; only what adds a word reads `lexeme` anew, and finds this.
winkCore.features.lexeme = { ...winkCore.features.lexeme, hash: transient };
