import { type LabelSet, labelsOf, type OpenClassifier } from '../../classifier/src/index.ts';
import type { EvaluatedText } from './evaluated-text.ts';

/** A text with a wrong predicted label. */
export interface Mistake {
  /** The line of the data file on which the text starts, from 1. */
  line: number;
  text: string;
  label: string;
  predicted: string;
  confidence: number;
  /** The words with the strongest influence on the prediction, the strongest first. */
  words: string[];
}

const NUM_WORDS = 5;
/** A word is listed if it contributes at least this share of what the strongest contributes. */
const LEAST_SHARE = 0.2;

/**
 * Finds the most confident mistakes, with the words that led to them.
 * @param labels the classes used for measuring
 */
export function findMistakes(
  classifier: Pick<OpenClassifier, 'header' | 'explain'>,
  texts: readonly EvaluatedText[],
  { names }: LabelSet,
  most: number,
): Promise<Mistake[]> {
  const { isScale } = labelsOf(classifier.header);
  const wrong = texts
    .filter(({ outcome: { label, predicted } }) => label !== predicted)
    .sort((a, b) => b.outcome.confidence - a.outcome.confidence || a.text.line - b.text.line);
  const findOne = async ({ text: { line, text, label: own }, result, outcome }: EvaluatedText) => {
    // On a scale, a positive weight raises the valence, but the wrong class may lie below the right one.
    const direction = isScale && result.label < own ? -1 : 1;
    const { explanation } = await classifier.explain(text);
    const tokens = explanation
      .map((token) => ({ text: token.text, push: direction * token.weight }))
      .filter(({ push }) => push > 0)
      .sort((a, b) => b.push - a.push);
    const strong = tokens.filter(({ push }) => push >= LEAST_SHARE * tokens[0]!.push);
    const words = [...new Set(strong.map((token) => token.text))];
    return {
      line,
      text,
      label: names[outcome.label]!,
      predicted: names[outcome.predicted]!,
      confidence: outcome.confidence,
      words: words.slice(0, NUM_WORDS),
    };
  };
  return Promise.all(wrong.slice(0, most).map(findOne));
}
