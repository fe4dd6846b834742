import { fileURLToPath } from 'node:url';
import { readRecords } from '../../../classifier/training/index.ts';
import type { Name, NameKind } from '../../names/find-names.ts';
import { openInput } from '../../program/read-file.ts';
import { UsageError } from '../../program/run-program.ts';

/**
 * The names in one of the treebank's training sentences, in order. The sentence itself is not ours to copy; it is the
 * longest phrase of its SentenceId, its place, from 1, in the treebank's official split. (Kaggle numbers otherwise.)
 *
 * All sentences were shuffled by the generator of seed 1; the first 85 with a capital on any word but the first and the
 * first 15 without one were read and labelled by hand, and when the finder was done, the next 49 and 10, so that it is
 * judged on some by whose mistakes it was not changed. (One more was left out, in which a name stands in a title before
 * it stands for itself.) The rules:
 *
 * - Persons are people and characters, real or not, with their surname alone as well; `Mr.` and the like are no part.
 * - Places are countries, towns, regions and planets, and Hollywood.
 * - Organizations are studios, channels, leagues, bands and companies.
 * - Nationalities are nouns and adjectives of countries and peoples (`French`, `Brit`, `Jewish`), not of religions.
 * - Titles of films, books and shows are none, nor is any name inside one (`National Lampoon 's Van Wilder`); a studio
 *   before a title is one (`Disney 's Cinderella`). Products and words coined for fun are none.
 * - A name ends before `'s`; it is spelled as the treebank spells it.
 */
export interface LabelledSentence {
  sentenceId: string;
  names: { kind: NameKind; text: string }[];
}

/** A text and the names that a human reader found in it. */
export interface LabelledNames {
  text: string;
  names: Name[];
}

const EXPECTED =
  "expected the training sentences of the treebank's official split, the SentenceId of each its place there, from 1";

/** The files of the two samples. */
const SAMPLES = { seen: 'names.ndjson', unseen: 'names-unseen.ndjson' } as const;
/** The name of a sample: whether the finder's mistakes on it were seen during development. */
export type SampleName = keyof typeof SAMPLES;

/** Reads a sample, in the order of its file. */
export async function readNameSample(name: SampleName): Promise<LabelledSentence[]> {
  const file = fileURLToPath(new URL(SAMPLES[name], import.meta.url));
  const records = await Array.fromAsync(readRecords(await openInput(file), 'ndjson'));
  return records.map(({ fields }) => fields as unknown as LabelledSentence);
}

/**
 * Joins a sample with its sentences.
 * @param texts labelled texts, whose groups are SentenceIds
 * @throws UsageError if the texts lack a sentence of the sample, or a sentence lacks one of its names
 */
export function joinSample(
  sample: readonly LabelledSentence[],
  texts: readonly { text: string; group: string }[],
): LabelledNames[] {
  const longest = new Map<string, string>();
  for (const { text, group } of texts) {
    if (text.length > (longest.get(group)?.length ?? 0)) longest.set(group, text);
  }
  const numMissing = sample.filter(({ sentenceId }) => !longest.has(sentenceId)).length;
  if (numMissing > 0) {
    throw new UsageError(
      `the data lacks ${numMissing} of the sample's ${sample.length} sentences; ${EXPECTED}`,
    );
  }
  return sample.map(({ sentenceId, names }) => {
    const text = longest.get(sentenceId)!;
    return { text, names: placeNames(sentenceId, text, names) };
  });
}

/** Finds the position of each name after the previous one. */
function placeNames(sentenceId: string, text: string, names: LabelledSentence['names']): Name[] {
  let from = 0;
  return names.map(({ kind, text: name }) => {
    // The treebank puts white space around every word.
    const start = ` ${text} `.indexOf(` ${name} `, from);
    if (start < 0) {
      throw new UsageError(`sentence ${sentenceId} does not hold "${name}"; ${EXPECTED}`);
    }
    from = start + name.length;
    return { kind, text: name, start, end: from };
  });
}
