import { join } from 'node:path';
import type { DataFile, Provenance } from '../../classifier/src/index.ts';
import type { LabelledText, SidedText } from '../../classifier/training/index.ts';
import { withProgress } from '../program/progress.ts';
import { writeWhole } from '../program/write-whole.ts';
import { describeFile, type Sources } from '../training/index.ts';
import { toExample } from './examples.ts';
import { splitTexts } from './split-texts.ts';

/** What the program in Python reads first: `about.json` in the folder of the examples. */
export interface AboutExamples {
  /** The names of the classes. */
  labels: readonly string[];
  /** Whether they are ordered, from negative to positive. */
  isScale: boolean;
  /** Maps each label as the data spells it to the name of its class; absent if the two are equal. */
  labelMapping?: Readonly<Record<string, string>>;
  provenance: Provenance;
  /** The files of examples to measure on, by what they are called in the measures. */
  measured: Record<string, string>;
}

/** The options of `writeExamples`. */
export interface ExampleOptions {
  /** The most texts to draw from each file of whole texts. */
  maxTexts: number;
  /** Seed of the random numbers. */
  seed: number;
}

/**
 * Writes examples as NDJSON, to train and to measure on. A tenth of each file of whole texts is held out, and a tenth of
 * the data where there is no file for validation.
 * @param folder an existing folder
 * @throws UsageError if it cannot be written
 */
export async function writeExamples(
  folder: string,
  { dataset, validations, wholeTexts, citations }: Sources,
  { maxTexts, seed }: ExampleOptions,
): Promise<AboutExamples> {
  const numClasses = dataset.labels.names.length;
  const write = async (file: string, texts: readonly (LabelledText | SidedText)[]): Promise<void> => {
    const bar = { label: `write ${file}`, total: texts.length, unit: 'texts' };
    const lines = withProgress(bar, (update) =>
      texts.map((text, i) => {
        update(i + 1);
        return `${JSON.stringify(toExample(text, numClasses))}\n`;
      }),
    );
    await writeWhole(join(folder, file), lines.join(''));
  };
  const measured: Record<string, string> = {};
  const writeToMeasure = async (
    name: string,
    texts: readonly (LabelledText | SidedText)[],
  ): Promise<void> => {
    const file = `measured-${Object.keys(measured).length + 1}.ndjson`;
    measured[name] = file;
    await write(file, texts);
  };
  for (const { name, texts } of validations) await writeToMeasure(name, texts);

  const training: (LabelledText | SidedText)[] = [];
  const origins: DataFile[] = [];
  for (const file of [dataset, ...wholeTexts]) {
    const isSplit = file !== dataset || validations.length === 0;
    const all = [...file.texts, ...file.sided];
    const max = file === dataset ? Number.POSITIVE_INFINITY : maxTexts;
    const split = isSplit ? splitTexts(all, max, seed) : { training: all, heldOut: [] };
    for (const text of split.training) training.push(text);
    origins.push({ ...describeFile(file), rows: split.training.length });
    if (split.heldOut.length > 0) await writeToMeasure(`${file.name}, held out`, split.heldOut);
  }
  await write('train.ndjson', training);
  const [data, ...textData] = origins;
  const { names, isScale, mapping } = dataset.labels;
  const about: AboutExamples = {
    labels: names,
    isScale,
    ...(mapping && { labelMapping: mapping }),
    provenance: {
      ...data!,
      seed,
      ...(textData.length > 0 && { textData }),
      ...(citations && { citations }),
    },
    measured,
  };
  await writeWhole(join(folder, 'about.json'), `${JSON.stringify(about, undefined, 2)}\n`);
  return about;
}
