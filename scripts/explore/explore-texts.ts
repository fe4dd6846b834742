import type { Dataset } from '../program/data-option.ts';
import { withProgress } from '../program/progress.ts';
import { count, type Report } from '../report/index.ts';
import { composeReport } from './compose-report.ts';
import { normalize } from './data/duplicates.ts';
import { areFiveSentiments, studyTexts } from './study.ts';
import { annotate } from './texts/annotate.ts';
import { sampleTexts } from './texts/sample-texts.ts';
import { trainSources, type VectorSource } from './word-map/vector-sources.ts';

/** How a data set is explored. */
interface ExploreOptions {
  /** The word vectors to map, in the order of their maps. */
  vectors: readonly VectorSource[];
  /** Where there are more texts, so many are sampled. */
  limit: number | undefined;
  /** Start of the random numbers. */
  seed: number;
}

/** Explores a data set and gives the report with its charts drawn, telling progress on standard error. */
export async function exploreTexts(dataset: Dataset, options: ExploreOptions): Promise<Report> {
  const { vectors, limit = Number.POSITIVE_INFINITY, seed } = options;
  const labelled = sampleTexts(dataset.texts, limit, seed);
  const total = labelled.length;
  const texts = withProgress({ label: 'normalize', total, unit: 'texts' }, (update) =>
    normalize(labelled, update),
  );
  const sentences = withProgress({ label: 'find words and names', total, unit: 'texts' }, (update) =>
    annotate(labelled, update),
  );
  // Vectors are mapped by sides alone.
  const isMapped = areFiveSentiments(dataset.labels);
  const tables = isMapped ? await trainSources(vectors, sentences, seed) : [];
  const study = studyTexts(texts, sentences, tables, seed, dataset.labels);
  return composeReport(dataset.name, study, describeRun(dataset, total, seed));
}

/** How the report was made. */
function describeRun({ name, sha256, texts }: Dataset, numTexts: number, seed: number): string {
  const sampled = numTexts < texts.length ? `, ${count(numTexts)} of ${count(texts.length)} texts` : '';
  return `Made by npm run explore from ${name}, SHA-256 ${sha256}${sampled}, seed ${seed}.`;
}
