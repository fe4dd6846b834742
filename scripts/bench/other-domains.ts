import { loadClassifier } from '../../classifier/src/index.ts';
import { compareSides, isRight, type Opinion, readOpinions, STYLES, scoreBy } from '../behaviour/index.ts';
import { readModel } from '../program/model-option.ts';
import type { BenchReport } from './report.ts';

/**
 * Measures how many opinions of other domains are put on the right side of neutral, compared with two packages with
 * lexicons.
 */
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
    `  ${classifier.classify(text).valence!.toFixed(2)} though ${side} (${domain}, ${style}): ${text}`;
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
