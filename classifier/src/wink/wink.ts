import loadSentenceModel from 'wink-eng-lite-web-model/dist/load-sbd-model.js';
import winkNLP, { type Document, type Model } from 'wink-nlp';
import { core } from './core.ts';
import { openLexemeTable } from './lexeme-table.ts';

/** A text's tokens, or its sentences, in order and as they stand in it. */
type Splitter = (text: string) => string[];

const { numWords, indexOf, wordAt } = openLexemeTable(core.lexemes);

/** So many look-ups are kept where wink finds them without our help: of most texts all but a few. */
const MAX_KEPT = 10_000;

/**
 * An object that asks for what it does not hold, and holds it from then on, `undefined` too: the next time wink reads it as it
 * would its own.
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

/** The words of the text at hand that are not in wink's list, in the order in which they came. */
const newWords: string[] = [];
/** wink's list of words by place, and its places by word; wink reads them as an array and as an object. */
const { view: list, forget: forgetWords } = createView((place) =>
  Number(place) < numWords ? wordAt(Number(place)) : newWords[Number(place) - numWords],
);
const { view: known, forget: forgetPlaces } = createView(indexOf);
/** Numbers each new word, for one text only: wink itself would keep it forever, and then split it differently. */
const transient = new Proxy(
  {},
  { get: (_, word) => known[word as string] ?? numWords + newWords.push(word as string) - 1 },
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
    for (let i = 0; i < newWords.length; i++) delete list[numWords + i];
    newWords.length = 0;
    forgetWords();
    forgetPlaces();
    return found;
  };
}

/** The tokens of a text as wink-nlp finds them: the same text gives the same tokens whatever came before. */
export const winkTokens: Splitter = createWink([], (document) => document.tokens().out());

const plainContractions = new Set(core.plainContractions);

/** Whether wink-nlp, without being asked, is known to find one token alone: letters that are no contraction. */
export function isOneToken(run: string): boolean {
  return /^[a-z]+$/i.test(run) && !plainContractions.has(run);
}

const sentenceHints = new Set(core.sentenceHints);

/** Whether a run of small letters, with a full stop behind it or not, tells wink where a sentence ends. */
export function isSentenceHint(run: string): boolean {
  return sentenceHints.has(run);
}

/** The sentences of a text as wink-nlp finds them. */
export const winkSentences: Splitter = createWink(['sbd'], (document) => document.sentences().out());

// Look-ups go on in `known`; only what adds a word reads `lexeme` anew, and finds this.
winkCore.features.lexeme = { ...winkCore.features.lexeme, hash: transient };
