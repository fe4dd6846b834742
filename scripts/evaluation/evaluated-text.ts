import type { Classification } from '../../classifier/src/index.ts';
import type { LabelledText, Outcome, SidedText } from '../../classifier/training/index.ts';

/** A labelled text and its result. */
export interface EvaluatedText {
  text: LabelledText;
  outcome: Outcome;
  result: Classification;
}

/** A text with only a side, and its result. */
export interface EvaluatedSide {
  text: SidedText;
  result: Classification;
  isRight: boolean;
}
