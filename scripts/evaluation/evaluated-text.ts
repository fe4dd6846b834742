import type { Classification } from '../../classifier/src/index.ts';
import type { LabelledText, Outcome, SidedText } from '../../classifier/training/index.ts';

/** A labelled text and what a model said of it. */
export interface EvaluatedText {
  text: LabelledText;
  outcome: Outcome;
  result: Classification;
}

/** A text that has a side alone, and what a model said of it. */
export interface EvaluatedSide {
  text: SidedText;
  result: Classification;
  isRight: boolean;
}
