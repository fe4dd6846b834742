import { NAME_KINDS, type NameKind } from '../names/find-names.ts';
import { readDataset } from '../program/data-option.ts';
import { withProgress } from '../program/progress.ts';
import { BASELINE, NAME_FINDERS, type NameFinder, OWN } from './names/finders.ts';
import { joinSample, type LabelledNames, readNameSample } from './names/sample.ts';
import {
  type Agreement,
  isSame,
  isSamePlace,
  type NameScore,
  overlaps,
  overlapsPlace,
  scoreNames,
} from './names/score.ts';
import type { BenchReport } from './report.ts';

/** A finder's score on names of one kind, on all names, or on all names regardless of the kind. */
export interface FinderScore extends NameScore {
  finder: string;
  kind: NameKind | 'all' | 'all, untyped';
  /** F1 if a name counts as right when it overlaps a name of its kind. */
  overlapF1: number;
}

/** The number of sentences used to time a finder. */
const NUM_TIMED = 1000;

/** Scores each finder on labelled texts: on all names, on all names regardless of the kind, and on each kind. */
export function scoreFinders(
  finders: Readonly<Record<string, NameFinder>>,
  sample: readonly LabelledNames[],
): FinderScore[] {
  return Object.entries(finders).flatMap(([finder, findNames]) => {
    const texts = sample.map(({ text, names }) => ({ labelled: names, found: findNames(text) }));
    const score = (kind: FinderScore['kind'], of: typeof texts, exact: Agreement, partial: Agreement) => ({
      finder,
      kind,
      ...scoreNames(of, exact),
      overlapF1: scoreNames(of, partial).f1,
    });
    const ofKind = (kind: NameKind) =>
      texts.map(({ labelled, found }) => ({
        labelled: labelled.filter((name) => name.kind === kind),
        found: found.filter((name) => name.kind === kind),
      }));
    return [
      score('all', texts, isSame, overlaps),
      score('all, untyped', texts, isSamePlace, overlapsPlace),
      ...NAME_KINDS.map((kind) => score(kind, ofKind(kind), isSame, overlaps)),
    ];
  });
}

/** Measures how well names are found in two hand-labelled samples, by our finder and by simpler methods. */
export async function benchNames({ data }: { data: string }): Promise<BenchReport> {
  const { texts } = await readDataset(data, {});
  const seen = joinSample(await readNameSample('seen'), texts);
  const unseen = joinSample(await readNameSample('unseen'), texts);
  const [seenScores, unseenScores] = [seen, unseen].map((sample) => scoreFinders(NAME_FINDERS, sample)) as [
    FinderScore[],
    FinderScore[],
  ];
  const f1Of = (scores: FinderScore[], finder: string): number =>
    scores.find((score) => score.finder === finder && score.kind === 'all')!.f1;
  const isBest = Object.keys(NAME_FINDERS).every((finder) =>
    [seenScores, unseenScores].every((scores) => finder === OWN || f1Of(scores, finder) < f1Of(scores, OWN)),
  );
  return {
    columns: {
      sample: 'sample',
      finder: 'finder',
      kind: 'kind',
      labelled: 'labelled',
      found: 'found',
      right: 'right',
      precision: 'precision',
      recall: 'recall',
      f1: 'F1',
      overlapF1: 'F1 where an overlap is right',
    },
    rows: [
      ...seenScores.map((score) => ({ sample: 'seen', ...score })),
      ...unseenScores.map((score) => ({ sample: 'unseen', ...score })),
    ],
    notes: [
      `By F1 over all names ours is ${isBest ? 'the best' : 'NOT the best'} of both samples: ${f1Of(seenScores, OWN).toFixed(3)} of the ${seen.length} sentences whose mistakes were seen while it was made, ${f1Of(unseenScores, OWN).toFixed(3)} of ${unseen.length} others; the baseline (${BASELINE}) ${f1Of(seenScores, BASELINE).toFixed(3)} and ${f1Of(unseenScores, BASELINE).toFixed(3)}.`,
      ...timeFinders(texts),
    ],
    isWithinLimits: isBest,
  };
}

/** Times each finder on the longest texts of the first groups. */
function timeFinders(texts: readonly { text: string; group: string }[]): string[] {
  const groups = [...Map.groupBy(texts, ({ group }) => group).values()].slice(0, NUM_TIMED);
  const sentences = groups.map(
    (group) => group.reduce((a, b) => (b.text.length > a.text.length ? b : a)).text,
  );
  const finders = Object.entries(NAME_FINDERS);
  return withProgress({ label: 'time', total: finders.length, unit: 'finders' }, (update) =>
    finders.map(([finder, findNames], i) => {
      const start = performance.now();
      for (const sentence of sentences) findNames(sentence);
      const ms = performance.now() - start;
      update(i + 1);
      return `${finder}: ${(ms / sentences.length).toFixed(2)} ms a sentence.`;
    }),
  );
}
