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
 * Reads the word vectors of the recurrent model in the repository. The model file contains only hashes of words, so the
 * words are taken from wink's list, in its order, if the model has a vector for them: about four of five. Fewer than
 * one hash collision is expected.
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
