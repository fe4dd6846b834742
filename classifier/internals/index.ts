/*
 * The entry point to src/ for the programs in scripts/: internals of models, model files and tokenization that the
 * package does not publish. It is separate from training/ because wink's model is slow to load.
 */
export { loadSentenceReader, nameModel } from '../src/classifier.ts';
export { linearPart } from '../src/linear/linear-arrays.ts';
export { CLAUSE_ENDS, NEGATIONS, type NgramSettings } from '../src/linear/ngrams.ts';
export { addPrefix } from '../src/model-arrays.ts';
export { type DecodedModel, decodeModel, encodeModel, type ModelArrays } from '../src/model-file.ts';
export { lengthInput } from '../src/probabilities.ts';
export { countBlendWeights } from '../src/recurrent/blend.ts';
export { findWord, type WordVectors, writeVector } from '../src/recurrent/word-vectors.ts';
export { POLARITY_PREFIX } from '../src/text/ngram-polarity.ts';
export { splitSentences } from '../src/text/sentences.ts';
export { type Spelling, spell } from '../src/text/spell.ts';
export { core } from '../src/wink/core.ts';
export { openLexemeTable } from '../src/wink/lexeme-table.ts';
