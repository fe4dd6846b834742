import { type LabelledText, readFoundTexts } from '../../classifier/training/data/dataset.ts';
import { readFile } from '../../scripts/program/read-file.ts';

/** Where the example of `npm run explore` lies. */
export const EXAMPLE = 'scripts/explore/example/reviews.tsv';

/** The labelled texts of the example, whose labels are 0 to 4. */
export async function readExample(): Promise<LabelledText[]> {
  const source = { name: EXAMPLE, chunks: [await readFile(EXAMPLE)] };
  const texts = await Array.fromAsync(readFoundTexts(source, 'tsv'));
  return texts.map((text) => ({ ...text, label: Number(text.label) }));
}
