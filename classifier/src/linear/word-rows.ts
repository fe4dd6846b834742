/** A word that can have a row. */
export interface RowWord {
  /** The serial number of the last row the word had; another word may have that row by now. −1 at first. */
  serial: number;
}

/** Rows of numbers of recent words. All lie in one array, a cache line each if they are short. */
export interface WordRows<Word extends RowWord> {
  /** Shape [rows × numbers a row], row by row. */
  numbers: Int32Array;
  /** Returns the index in `numbers` at which a word's row starts. The next call may overwrite the row. */
  find(word: Word): number;
}

/** The number of rows, a power of two; more than the words that are remembered, so that few are written twice. */
const NUM_ROWS = 2 ** 15;
const LARGEST_SERIAL = 2 ** 30 - 1;
/** The numbers in a cache line. */
const LINE = 16;

/**
 * Creates rows for recent words. The oldest row is overwritten first; a word that comes again gets a new one.
 * @param rowLength the numbers of a row
 * @param write adds a word's numbers to a row of zeros that starts at an index in `numbers`
 */
export function createWordRows<Word extends RowWord>(
  rowLength: number,
  write: (word: Word, numbers: Int32Array, start: number) => void,
): WordRows<Word> {
  // A row begins with the serial number of its owner.
  const width = Math.ceil((1 + rowLength) / LINE) * LINE;
  const numbers = new Int32Array(NUM_ROWS * width);
  const startOf = (serial: number): number => (serial & (NUM_ROWS - 1)) * width;
  let serial = -1;

  function add(word: Word): number {
    serial = (serial + 1) & LARGEST_SERIAL;
    word.serial = serial;
    const start = startOf(serial);
    numbers.fill(0, start, start + width);
    numbers[start] = serial;
    write(word, numbers, start + 1);
    return start + 1;
  }

  return {
    numbers,
    find(word) {
      const start = startOf(word.serial);
      return numbers[start] === word.serial ? start + 1 : add(word);
    },
  };
}
