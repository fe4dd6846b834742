import { once } from 'node:events';
import { type Classification, loadClassifier } from '../../classifier/src/index.ts';
import { findFormat, readTexts } from '../../classifier/training/index.ts';
import { readModel } from '../program/model-option.ts';
import { type Progress, startProgress } from '../program/progress.ts';
import { openInput } from '../program/read-file.ts';
import { UsageError } from '../program/run-program.ts';

/** How texts are classified. */
export interface ClassifyOptions {
  /** One JSON object a line instead of a table. */
  json?: true;
  /** A kind of model, or the path of a model file. */
  model: string;
  /** The column of the text, where it is not found by its name. */
  textColumn?: string;
}

/**
 * Labels the texts of a file, or of standard input for `-`, and prints each result as it comes.
 * @throws UsageError for a file that cannot be read, and a column where there are none
 */
export async function classifyFile(
  file: string,
  { json, model, textColumn }: ClassifyOptions,
): Promise<void> {
  const format = findFormat(file) ?? 'lines';
  if (textColumn !== undefined && format === 'lines') {
    throw new UsageError(
      `--text-column: ${file} is read as one text a line; expected a .tsv, .csv or .ndjson file`,
    );
  }
  const classifier = loadClassifier(await readModel(model));
  let bytesRead = 0;
  let progress: Progress | undefined;
  const input = await openInput(file, (chunk) => {
    bytesRead += chunk.length;
    progress?.update(bytesRead / 1000);
  });
  if (file === '-' && process.stdin.isTTY) console.error('one text a line, the end is Ctrl-D');

  // Where the results go to the terminal they are progress enough, and a bar would stand in their way.
  const total = input.sizeBytes === undefined ? undefined : input.sizeBytes / 1000;
  if (!process.stdout.isTTY) progress = startProgress({ label: 'classify', total, unit: 'kB' });
  let numTexts = 0;
  let numBlank = 0;
  const onBlank = () => {
    numBlank++;
  };
  try {
    if (!json) await print(TABLE_HEADER);
    for await (const { text, line } of readTexts(input, format, { textColumn, onBlank })) {
      const classification = classifier.classify(text);
      await print(json ? JSON.stringify({ line, text, ...classification }) : formatRow(text, classification));
      numTexts++;
    }
  } finally {
    progress?.stop();
  }
  const blank = numBlank === 0 ? '' : `, skipped ${numBlank} blank`;
  console.error(`classified ${numTexts} texts with ${classifier.name}${blank}`);
}

async function print(line: string): Promise<void> {
  if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain');
}

const TABLE_HEADER = 'sentiment          confidence  valence  text';

function formatRow(text: string, { sentiment, confidence, valence }: Classification): string {
  // Line breaks and other control characters would break the table, or play tricks on the terminal.
  const line = text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  return `${sentiment.padEnd(17)}  ${confidence.toFixed(2).padStart(10)}  ${valence.toFixed(2).padStart(7)}  ${line}`;
}
