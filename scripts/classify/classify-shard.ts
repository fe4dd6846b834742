import { once } from 'node:events';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { ClassifierError, isBlank } from '../../classifier/src/index.ts';
import { DatasetError, readTextRecords, type TextRecord } from '../../classifier/training/index.ts';
import { abstain } from '../../functions/contract/abstain.ts';
import { UNDECIDED } from '../../functions/contract/sentiment-title.ts';
import { inOrder } from '../../functions/workers/in-order.ts';
import type { AnyClassifier } from '../program/classify-texts.ts';
import { openModel } from '../program/open-model.ts';
import { UsageError } from '../program/run-program.ts';
import { findShardFormat, findUnits, type Shard, type Unit } from './shard.ts';
import { countBad, createReport, REPORT_SUFFIX } from './shard-report.ts';

/** So many texts are read at once, which keeps all threads of a transformer at work. */
const hasRoom = (numBegun: number): boolean => numBegun < 64;

/** The options of `classifyShard`. */
export interface ShardOptions {
  shard: Shard;
  /** The folder of outputs and reports. */
  out: string;
  /** The bytes of the model file. */
  modelBytes: Uint8Array;
  /** The column of the text; by default it is found by its name. */
  textColumn?: string | undefined;
  /** The minimum confidence for an answer, 0..1; without it every text gets an answer. */
  minConfidence?: number | undefined;
}

/**
 * Classifies a shard of a folder's files, or of one NDJSON file. Each record, valid or not, gives one line of JSON, in
 * order. Outputs with a report are complete and are kept; all others are written again, so that a killed run can be
 * repeated without duplicates. Files are written sequentially and never renamed or appended to, because S3 mounts
 * cannot do that.
 * @throws UsageError for a file that cannot be read or written
 */
export async function classifyShard(path: string, options: ShardOptions): Promise<void> {
  const { shard, out, modelBytes } = options;
  const units = await findUnits(path, shard);
  await mkdir(out, { recursive: true }).catch((cause: Error) => {
    throw new UsageError(`${out}: cannot be written: ${cause.message}`, { cause });
  });
  const classifier = await openModel(modelBytes);
  for (const unit of units) {
    const output = `${unit.name}.labels.ndjson`;
    const report = join(out, `${unit.name}${REPORT_SUFFIX}`);
    if (existsSync(report)) {
      console.error(`${output} is done`);
      continue;
    }
    const start = performance.now();
    const counts = await classifyUnit(classifier, unit, join(out, output), options);
    const seconds = Math.round(performance.now() - start) / 1000;
    await writeFile(report, `${JSON.stringify({ ...counts, output, seconds }, undefined, 2)}\n`);
    console.error(`${output}: ${counts.texts} texts, ${counts.bad} bad records in ${seconds} s`);
  }
  if (units.length === 0) console.error(`there are fewer files than ${shard.of} shards: nothing to do`);
}

async function classifyUnit(
  { classify, name, header }: AnyClassifier,
  unit: Unit,
  output: string,
  { textColumn, minConfidence }: ShardOptions,
) {
  const classes = minConfidence === undefined ? header.labels : [...header.labels, UNDECIDED];
  const report = createReport(unit.index, unit.numUnits, output, name, classes);
  // Left by a killed run: some mounts can overwrite a file only after it is deleted.
  await rm(output, { force: true });
  const stream = createWriteStream(output);
  const failed = once(stream, 'error').then(([error]) => {
    throw new UsageError(`${output}: cannot be written: ${(error as Error).message}`, { cause: error });
  });
  failed.catch(() => {});
  const write = async (line: object): Promise<void> => {
    if (!stream.write(`${JSON.stringify(line)}\n`)) await Promise.race([once(stream, 'drain'), failed]);
  };
  const writeBad = async (place: object, problem: string): Promise<void> => {
    countBad(report, problem);
    await write({ ...place, error: problem });
  };
  async function answer(record: TextRecord) {
    const place = { line: record.line, ...('id' in record.fields && { id: record.fields.id }) };
    const fault = record.fault ?? (isBlank(record.text) ? 'the text is blank; expected a text' : undefined);
    if (fault !== undefined) return { place, fault };
    try {
      return { place, classification: abstain(await classify(record.text), { minConfidence }) };
    } catch (error) {
      if (!(error instanceof ClassifierError)) throw error;
      return { place, fault: error.message };
    }
  }
  const source = { name: unit.file, chunks: openUnit(unit) };
  const records = readTextRecords(source, findShardFormat(unit.file)!, { textColumn });
  try {
    for await (const { place, fault, classification } of inOrder(records, answer, hasRoom)) {
      if (classification === undefined) {
        await writeBad(place, `${unit.file}, line ${place.line}: ${fault}`);
      } else {
        report.texts++;
        report.sentiments[classification.sentiment ?? UNDECIDED]!++;
        await write({ ...place, ...classification });
      }
    }
  } catch (error) {
    // An empty range is valid. If records can no longer be separated, the rest of the file counts as one bad record.
    if (!(error instanceof DatasetError) || error.name === 'MissingColumnError') throw error;
    await writeBad({ line: error.line }, `${error.message}; the rest of the file was not read`);
  }
  stream.end();
  await Promise.race([once(stream, 'close'), failed]);
  return report;
}

async function* openUnit({ file, range }: Unit): AsyncGenerator<Uint8Array> {
  if (range !== undefined && range.start >= range.end) return;
  const bytes = createReadStream(file, range && { start: range.start, end: range.end - 1 });
  const chunks = /\.gz$/i.test(file) ? bytes.pipe(createGunzip()) : bytes;
  // A pipe does not forward an error of the file.
  bytes.on('error', (error) => chunks.destroy(error));
  try {
    yield* chunks as AsyncIterable<Uint8Array>;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new UsageError(`${file}: cannot be read: ${message} (${code})`, { cause: error });
  }
}
