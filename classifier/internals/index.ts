/*
 * A second door to src/, for the programs in scripts/ alone: parts of the models, of their files and of the way to
 * tokens that the package does not publish. It stands apart from training/, since wink's model takes long to load.
 */
export { loadSentenceReader } from '../src/classifier.ts';
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
