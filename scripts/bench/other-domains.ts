import { fileURLToPath } from 'node:url';
import { SentimentIntensityAnalyzer } from 'vader-sentiment';
import winkModel from 'wink-eng-lite-web-model';
import winkNLP from 'wink-nlp';
import { type Classifier, loadClassifier } from '../../classifier/src/index.ts';
import { readRecords } from '../../classifier/training/data/records.ts';
import { readModel } from '../program/model-option.ts';
import { openInput } from '../program/read-file.ts';
import type { BenchReport } from './report.ts';

/** A short opinion of anything but a film, written by hand. */
export interface Opinion {
  text: string;
  /** The side a careful reader puts it on. */
  side: 'negative' | 'positive';
  domain: 'product' | 'restaurant' | 'app' | 'hotel' | 'service' | 'travel' | 'book' | 'game';
  /** `plain` says it outright; `mixed` says both good and bad, or tells what happened without a word for it. */
  style: 'plain' | 'mixed';
}

const FILE = fileURLToPath(new URL('../behaviour/opinions.ndjson', import.meta.url));
export const STYLES = ['all', 'plain', 'mixed'] as const;
type Style = (typeof STYLES)[number];

/** The share of opinions that a classifier or package puts on the right side of neutral, and its standard error. */
export type SideShares = { what: string } & Record<Style | `${Style}Error`, number>;

/** The opinions of other domains, in the order of the file. */
export async function readOpinions(): Promise<Opinion[]> {
  const records = await Array.fromAsync(readRecords(await openInput(FILE), 'ndjson'));
  return records.map(({ fields }) => fields as unknown as Opinion);
}

/**
 * The share of opinions put on the right side of neutral, in all and by style, by a classifier and by two packages
 * with lexicons.
 * @returns the classifier's first
 */
export function compareSides(classifier: Classifier, opinions: readonly Opinion[]): SideShares[] {
  // Each gives a number above 0 for a positive text and below 0 for a negative one; 0 itself is wrong.
  const candidates = {
    [classifier.name]: scoreBy(classifier),
    'vader-sentiment': (text: string) => SentimentIntensityAnalyzer.polarity_scores(text).compound,
    'wink-nlp sentiment': createWinkSentiment(),
  };
  return Object.entries(candidates).map(([what, score]) => ({
    what,
    ...Object.fromEntries(
      STYLES.flatMap((style) => {
        const chosen = opinions.filter((opinion) => style === 'all' || opinion.style === style);
        const share = chosen.filter((opinion) => isRight(opinion, score)).length / chosen.length;
        return [
          [style, share],
          [`${style}Error`, Math.sqrt((share * (1 - share)) / chosen.length)],
        ];
      }),
    ),
  })) as SideShares[];
}

/** How many opinions of other domains are put on the right side of neutral, beside two packages with lexicons. */
export async function benchOtherDomains({
  model,
  wrong: listsWrong,
}: {
  model: string;
  wrong?: true;
}): Promise<BenchReport> {
  const classifier = loadClassifier(await readModel(model));
  const opinions = await readOpinions();
  const rows = compareSides(classifier, opinions);
  const [own, ...others] = rows.map(({ all }) => all);
  const isWithinLimits = others.every((other) => own! > other);
  const wrong = opinions.filter((opinion) => !isRight(opinion, scoreBy(classifier)));
  const describeWrong = ({ text, side, domain, style }: Opinion): string =>
    `  ${classifier.classify(text).valence.toFixed(2)} though ${side} (${domain}, ${style}): ${text}`;
  return {
    columns: {
      what: 'on the right side of neutral',
      ...Object.fromEntries(
        STYLES.flatMap((style) => [
          [style, style],
          [`${style}Error`, '± standard error'],
        ]),
      ),
    },
    rows,
    notes: [
      `${opinions.length} opinions; ours is ${isWithinLimits ? 'better than both others' : 'NOT better than both others'}.`,
      ...(listsWrong ? [`Ours puts ${wrong.length} on the wrong side:`, ...wrong.map(describeWrong)] : []),
    ],
    isWithinLimits,
  };
}

/** How far a text's valence is from neutral. */
function scoreBy(classifier: Classifier): (text: string) => number {
  return (text) => classifier.classify(text).valence - 2;
}

function isRight({ text, side }: Opinion, score: (text: string) => number): boolean {
  return Math.sign(score(text)) === (side === 'positive' ? 1 : -1);
}

/** The sentiment of a text as wink-nlp itself gives it, -1 (worst) to 1 (best). */
export function createWinkSentiment(): (text: string) => number {
  const nlp = winkNLP(winkModel, ['sbd', 'negation', 'sentiment']);
  return (text) => nlp.readDoc(text).out(nlp.its.sentiment) as unknown as number;
}
