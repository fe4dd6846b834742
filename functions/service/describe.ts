import { type DataFile, labelsOf, type StepwiseClassifier, toAttribute } from '../../classifier/src/index.ts';
import manifest from '../../package.json' with { type: 'json' };
import { limitsOf } from '../contract/limits.ts';
import type { Service } from './service.ts';

/** Creates the response body of `GET /model`. */
export function describeModel({ name, header }: StepwiseClassifier) {
  const { kind, vocabulary, settings, provenance, measured } = header;
  const { names, isScale } = labelsOf(header);
  const {
    data,
    sha256,
    rows,
    seed,
    base,
    textData = [],
    softData = [],
    vectors,
    citations = [],
  } = provenance;
  return {
    name,
    kind,
    labels: names,
    isScale,
    attributes: names.map(toAttribute),
    vocabulary,
    ...(base && { base }),
    ...(data !== undefined && { trainingData: describeFile({ data, sha256: sha256!, rows: rows! }) }),
    textData: textData.map(describeFile),
    softData: softData.map((file) => ({
      ...describeFile(file),
      ...(file.teacher && { teacher: file.teacher }),
    })),
    ...(vectors !== undefined && { vectors }),
    citations,
    settings: { ...settings, ...(seed !== undefined && { seed }) },
    measured,
    limits: limitsOf(header),
  };
}

const describeFile = ({ data, sha256, rows }: DataFile) => ({ name: data, sha256, rows });

/** Creates the response body of `GET /`. */
export function describeService({ classifier, isEventsOnly, hasInferenceProtocol }: Service) {
  return {
    name: 'movie-sentiment',
    version: manifest.version,
    model: classifier.name,
    links: {
      ...(isEventsOnly ? { event: 'POST /' } : { classify: 'POST /', batch: 'POST /batch' }),
      model: '/model',
      openapi: '/openapi.json',
      metrics: '/metrics',
      liveness: '/health/liveness',
      readiness: '/health/readiness',
      ...(hasInferenceProtocol && { inference: '/v2' }),
    },
  };
}
