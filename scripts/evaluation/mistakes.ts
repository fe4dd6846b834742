import { type Classifier, labelsOf } from '../../classifier/src/index.ts';
import type { LabelledText, Outcome } from '../../classifier/training/index.ts';

/** A text that was given another label than its own. */
export interface Mistake {
  /** The line of the data on which it starts. */
  line: number;
  text: string;
  label: string;
  predicted: string;
  confidence: number;
  /** The words that led to it most, the first the strongest. */
  words: string[];
}

const NUM_WORDS = 5;

/** The mistakes that the model was surest of, with the words that led to them. */
export function findMistakes(
  classifier: Classifier,
  texts: readonly LabelledText[],
  outcomes: readonly Outcome[],
  most: number,
): Mistake[] {
  const { names, isScale } = labelsOf(classifier.header);
  const wrong = outcomes
    .map((outcome, i) => ({ ...outcome, ...texts[i]!, label: outcome.label }))
    .filter(({ label, predicted }) => label !== predicted)
    .sort((a, b) => b.confidence - a.confidence || a.line - b.line);
  return wrong.slice(0, most).map(({ line, text, label, predicted, confidence }) => {
    // On a scale a weight lifts the valence: towards the wrong class, which may lie below.
    const direction = isScale && predicted < label ? -1 : 1;
    const words = classifier
      .explain(text)
      .explanation.map((token) => ({ ...token, push: direction * token.weight }))
      .filter(({ push }) => push > 0)
      .sort((a, b) => b.push - a.push);
    return {
      line,
      text,
      label: names[label]!,
      predicted: names[predicted]!,
      confidence,
      words: words.slice(0, NUM_WORDS).map((word) => word.text),
    };
  });
}
