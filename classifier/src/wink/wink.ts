import loadSentenceModel from 'wink-eng-lite-web-model/dist/load-sbd-model.js';
import winkNLP, { type Document, type Model } from 'wink-nlp';
import { core } from './core.ts';
import { openLexemeTable } from './lexeme-table.ts';

/** A text's tokens, or its sentences, in order and as they stand in it. */
type Splitter = (text: string) => string[];

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

/** A language model with all that tokens and sentences need, and nothing in the place of the rest. */
const none = () => ({ machines: [], transformers: [] });
const noneButOne = () => ({ machines: ['[]'], transformers: [] });
const model = {
  core: () => winkCore,
  sbd: loadSentenceModel,
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
