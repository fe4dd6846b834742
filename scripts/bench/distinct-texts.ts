import type { Random } from '../../classifier/training/index.ts';

/** The maximum number of draws for a new text. */
const MAX_DRAWS = 1000;

/**
 * Draws distinct texts: the end of a sentence, up to half of the text, then whole sentences, the last one cut off.
 * @param sentences at least one
 * @param numCharacters the length of each text, in UTF-16 code units
 * @returns a function that returns the next text and throws Error if the sentences are too few for another one
 */
export function createDistinctTexts(
  sentences: readonly string[],
  numCharacters: number,
  random: Random,
): () => string {
  const drawn = new Set<string>();
  const drawSentence = () => sentences[Math.floor(random() * sentences.length)]!;
  const drawText = () => {
    const first = drawSentence();
    const from = first.indexOf(' ', first.length - Math.ceil((random() * numCharacters) / 2)) + 1;
    let text = first.slice(from);
    while (text.length < numCharacters) text += ` ${drawSentence()}`;
    return text.slice(0, numCharacters);
  };
  return () => {
    for (let i = 0; i < MAX_DRAWS; i++) {
      const text = drawText();
      if (drawn.has(text)) continue;
      drawn.add(text);
      return text;
    }
    throw new Error(`${sentences.length} sentences are too few for more than ${drawn.size} distinct texts`);
  };
}
