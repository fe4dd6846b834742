import { compareSides, isRight, readOpinions, STYLES, scoreBy } from '../behaviour/index.ts';
import { openModelOf } from '../program/open-model.ts';
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
  const classifier = await openModelOf(model);
  const opinions = await readOpinions();
  const rows = await compareSides(classifier, opinions);
  const [own, ...others] = rows.map(({ all }) => all);
  const isWithinLimits = others.every((other) => own! > other);
  const score = scoreBy(classifier);
  const scores = await Promise.all(opinions.map(({ text }) => score(text)));
  const wrong = [...opinions.keys()].filter((i) => !isRight(opinions[i]!, scores[i]!));
  const describeWrong = (i: number): string => {
    const { text, side, domain, style } = opinions[i]!;
    return `  ${(scores[i]! + 2).toFixed(2)} though ${side} (${domain}, ${style}): ${text}`;
  };
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
