import type { Random } from '../../classifier/training/index.ts';

/** How often a text is drawn anew that has been drawn before. */
const MAX_DRAWS = 1000;

/**
 * Draws texts of which no two are the same: the end of one sentence, up to half of the text, then whole sentences, the
 * last one cut off.
 * @param sentences at least one
 * @param numCharacters the length of each text, in UTF-16 code units
 * @returns a function that gives the next text; it throws Error where the sentences are too few for another one
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
