/** The vocabulary of a WordPiece tokenizer. */
export interface WordPieceVocabulary {
  /** The id of a piece; undefined if there is none. */
  idOf(piece: string): number | undefined;
  /** The id of a word that no pieces make up. */
  unknownId: number;
  /** What pieces within a word begin with, such as `##`. */
  continuation: string;
  /** The length of the longest piece, in UTF-16 code units. */
  longestPiece: number;
  /** A word of more characters is unknown. */
  longestWord: number;
}

/**
 * Splits a word into the ids of pieces, each the longest that fits (Wu et al. 2016). The tokenizer of the library does
 * the same in a time that grows with the cube of a word's length.
 */
export function splitWord(
  word: string,
  { idOf, unknownId, continuation, longestPiece, longestWord }: WordPieceVocabulary,
): number[] {
  if (word.length > longestWord && [...word].length > longestWord) return [unknownId];
  const ids: number[] = [];
  for (let start = 0; start < word.length; ) {
    let end = Math.min(word.length, start + longestPiece);
    let id: number | undefined;
    for (; end > start; end--) {
      const piece = word.slice(start, end);
      id = idOf(start > 0 ? continuation + piece : piece);
      if (id !== undefined) break;
    }
    if (id === undefined) return [unknownId];
    ids.push(id);
    start = end;
  }
  return ids;
}
