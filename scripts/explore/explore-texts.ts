import { withProgress } from '../program/progress.ts';
import { count, type Report } from '../report/index.ts';
import { composeReport, composeUnlabelledReport } from './compose-report.ts';
import { normalize } from './data/duplicates.ts';
import { areFiveSentiments, studyTexts, studyUnlabelled } from './study.ts';
import { annotate } from './texts/annotate.ts';
import type { ExploredTexts } from './texts/read-texts.ts';
import { sampleTexts } from './texts/sample-texts.ts';
import { trainSources, type VectorSource } from './word-map/vector-sources.ts';

/** The options of an exploration. */
interface ExploreOptions {
  /** The word vectors to map, in the order of their maps. */
  vectors: readonly VectorSource[];
  /** The maximum number of texts; a larger data set is sampled. */
  limit: number | undefined;
  /** The seed of the random numbers. */
  seed: number;
}

/** Explores a data set and composes the report with its charts. Shows progress on standard error. */
export async function exploreTexts(dataset: ExploredTexts, options: ExploreOptions): Promise<Report> {
  const { vectors, limit = Number.POSITIVE_INFINITY, seed } = options;
  const { name, labels } = dataset;
  const sampled = sampleTexts(dataset.texts, limit, seed);
  const total = sampled.length;
  const texts = withProgress({ label: 'normalize', total, unit: 'texts' }, (update) =>
    normalize(sampled, update),
  );
  const sentences = withProgress({ label: 'find words and names', total, unit: 'texts' }, (update) =>
    annotate(sampled, update),
  );
  const footer = describeRun(dataset, total, seed);
  const readTables = () => trainSources(vectors, sentences, seed);
  if (labels === undefined) {
    const study = studyUnlabelled(texts, sentences, await readTables(), seed);
    return composeUnlabelledReport(name, study, footer);
  }
  // Labelled texts need vectors only if the classes have sides.
  const tables = areFiveSentiments(labels) ? await readTables() : [];
  return composeReport(name, studyTexts(texts, sentences, tables, seed, labels), footer);
}

/** Describes how the report was made. */
function describeRun({ name, sha256, texts }: ExploredTexts, numTexts: number, seed: number): string {
  const sampled = numTexts < texts.length ? `, ${count(numTexts)} of ${count(texts.length)} texts` : '';
  return `Made by npm run explore from ${name}, SHA-256 ${sha256}${sampled}, seed ${seed}.`;
}
