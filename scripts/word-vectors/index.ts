export { averageVectors, standardize } from './average-vectors.ts';
export { type KeepWord, parseBinaryVectors } from './binary-format.ts';
export { describeAnalogy, describeNeighbors, describeOdd, findWords } from './describe-neighbors.ts';
export { readSentences } from './read-sentences.ts';
export { isFrequent, readVectorsFile, readWordVectors, VECTORS_OPTION_HELP } from './read-word-vectors.ts';
export { formatWordVectors } from './text-format.ts';
export { trainWordVectors } from './train-word-vectors.ts';
export { readWinkEmbeddings } from './wink-embeddings.ts';
export { cosine, cosineOfRows, type Term, type WordVectorTable } from './word-vector-table.ts';
