import {
  core,
  decodeModel,
  findWord,
  openLexemeTable,
  type WordVectors,
  writeVector,
} from '../../classifier/internals/index.ts';
import { readModel } from '../program/model-option.ts';
import type { WordVectorTable } from './word-vector-table.ts';

/**
 * The vectors of words as the recurrent model in the repository has learned them. Its file holds hashes of words
 * only, so that the words are those of wink's list, in its order, that the model has a vector of: about four of
 * five. That a word has another's hash is to be expected of less than one of them.
 */
export async function readRecurrentVectors(): Promise<WordVectorTable> {
  const { header, arrays } = decodeModel(await readModel('recurrent'));
  const numDimensions = header.settings.numDimensions!;
  const table = arrays as unknown as WordVectors;
  const { numWords, wordAt } = openLexemeTable(core.lexemes);
  const words = Array.from({ length: numWords }, (_, index) => wordAt(index)).filter(
    (word) => findWord(table, word) >= 0,
  );
  const vectors = new Float32Array(words.length * numDimensions);
  for (const [row, word] of words.entries()) {
    writeVector(table, numDimensions, word, vectors, row * numDimensions);
  }
  return { name: 'recurrent', numDimensions, words, vectors };
}
