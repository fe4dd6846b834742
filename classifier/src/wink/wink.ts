import loadSentenceModel from 'wink-eng-lite-web-model/dist/load-sbd-model.js';
import winkNLP, { type Document, type Model } from 'wink-nlp';
import { core } from './core.ts';
import { openLexemeTable } from './lexeme-table.ts';

/** Splits a text into its tokens or sentences, in order, as spelled in the text. */
type Splitter = (text: string) => string[];

const { numWords, indexOf, wordAt } = openLexemeTable(core.lexemes);

/** The most lookups cached in a view, enough for nearly all lookups of most texts. */
const MAX_KEPT = 10_000;

/**
 * An object that computes missing properties on first access and then stores them, `undefined` included. Later accesses
 * by wink are as fast as those of a plain object.
 */
function createView<Found>(find: (key: string) => Found): { view: Record<string, Found>; forget(): void } {
  let keys: string[] = [];
  const finder = new Proxy(Object.create(null), {
    get(_, key) {
      const found = find(key as string);
      keys.push(key as string);
      view[key as string] = found;
      return found;
    },
  });
  const view: Record<string, Found> = Object.create(finder);
  return {
    view,
    forget() {
      if (keys.length < MAX_KEPT) return;
      for (const key of keys) delete view[key];
      keys = [];
    },
  };
}

/** Words of the current text that are not in wink's list, in order of appearance. */
const newWords: string[] = [];
/** wink's word list by index, and its indices by word; wink reads them as an array and as an object. */
const { view: list, forget: forgetWords } = createView((place) =>
  Number(place) < numWords ? wordAt(Number(place)) : newWords[Number(place) - numWords],
);
const { view: known, forget: forgetPlaces } = createView(indexOf);
/**
 * Assigns indices to new words for one text only. wink itself would keep new words forever, and later texts could split
 * differently.
 */
const transient = new Proxy(
  {},
  { get: (_, word) => known[word as string] ?? numWords + newWords.push(word as string) - 1 },
);

/** The core model that wink sees. */
const winkCore = {
  ...core.rules,
  packing: { ...core.rules.packing, efSize: 0, efList: [] },
  features: { lexeme: { hash: known, list, intrinsicSize: numWords }, posClusters: { list: [] } },
  lexicon: new Uint32Array(core.lexiconLength),
  xpansions: core.xpansions,
};
for (let i = 0; i < core.lexicon.length; i += 2) winkCore.lexicon[core.lexicon[i]!] = core.lexicon[i + 1]!;

/** A language model with only what tokenization and sentence splitting need; the rest is empty. */
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
    for (let i = 0; i < newWords.length; i++) delete list[numWords + i];
    newWords.length = 0;
    forgetWords();
    forgetPlaces();
    return found;
  };
}

/** Splits a text into tokens with wink-nlp. The result does not depend on earlier texts. */
export const winkTokens: Splitter = createWink([], (document) => document.tokens().out());

const plainContractions = new Set(core.plainContractions);

/** Whether wink-nlp is known to keep a run as a single token: letters that are not a contraction. */
export function isOneToken(run: string): boolean {
  return /^[a-z]+$/i.test(run) && !plainContractions.has(run);
}

const sentenceHints = new Set(core.sentenceHints);

/** Whether a lower-case word, with or without a full stop, affects where wink ends sentences. */
export function isSentenceHint(run: string): boolean {
  return sentenceHints.has(run);
}

/** Splits a text into sentences with wink-nlp. */
export const winkSentences: Splitter = createWink(['sbd'], (document) => document.sentences().out());

// Lookups still use `known`. Only code that adds words reads `lexeme` again, and then finds this object.
winkCore.features.lexeme = { ...winkCore.features.lexeme, hash: transient };
