import { SentimentIntensityAnalyzer } from 'vader-sentiment';
import type { AnyClassifier } from '../program/classify-texts.ts';
import { SIDES, type Side } from './case.ts';
import { createWinkSentiment } from './wink-sentiment.ts';

/** The verdict of a judge on a text. */
export interface Verdict {
  side: Side;
  /** 0 (negative) to 4 (positive), 2 is neutral. */
  valence: number;
}

/** A classifier or a package behind the same interface. */
export interface Judge {
  name: string;
  judge(text: string): Verdict | Promise<Verdict>;
}

const NEUTRAL = 2;

/**
 * Makes a judge of a classifier of the five sentiments: labels 0 and 1 are negative, 2 is neutral, 3 and 4 are
 * positive.
 */
export function judgeBy({ name, classify }: Pick<AnyClassifier, 'name' | 'classify'>): Judge {
  return {
    name,
    judge: async (text) => {
      const { label, valence } = await classify(text);
      return { side: sideOf(label - NEUTRAL), valence: valence! };
    },
  };
}

/**
 * Makes a judge of a package that scores texts from −1 to 1. The score is scaled to the range of a valence, 0..4, and
 * only 0 is neutral.
 */
export function judgeByScore(name: string, score: (text: string) => number): Judge {
  return {
    name,
    judge: (text) => {
      const value = score(text);
      return { side: sideOf(value), valence: NEUTRAL + NEUTRAL * value };
    },
  };
}

/** Two packages with lexicons, VADER and wink-nlp's sentiment: by name, the function that scores a text, −1..1. */
export function createLexicons(): Record<string, (text: string) => number> {
  return {
    'vader-sentiment': (text) => SentimentIntensityAnalyzer.polarity_scores(text).compound,
    'wink-nlp sentiment': createWinkSentiment(),
  };
}

/** Makes the judges of the two lexicons. */
export function createLexiconJudges(): Judge[] {
  return Object.entries(createLexicons()).map(([name, score]) => judgeByScore(name, score));
}

function sideOf(distance: number): Side {
  return SIDES[Math.sign(distance) + 1]!;
}
