import { type Classifier, loadClassifier, type ModelHeader } from '../../classifier/src/index.ts';
import { type DecodedModel, encodeModel } from '../../classifier/src/model-file.ts';
import { NUM_POOL_WEIGHTS } from '../../classifier/src/recurrent/blend.ts';
import { computeMetrics } from '../../classifier/training/metrics.ts';
import type { Ablation } from '../ablate.ts';
import { checkContrasts } from '../bench/contrasts.ts';
import { compareSides, readOpinions } from '../bench/other-domains.ts';
import { classifyAll, type Dataset } from '../program/data-option.ts';
import { readFile } from '../program/read-file.ts';
import { UsageError } from '../program/run-program.ts';
import type { Behaviour } from './behaviour.ts';
import type { PartialAccuracy } from './recurrent.ts';

/** The pool's weight of each opinion when the other has none: w_0 is the network's, w_2 the n-grams'. */
const ALONE = { 'the n-grams alone': 2, 'the network alone': 0 };

/** The accuracy of each of the two opinions that a recurrent model pools, when it is asked alone. */
export function measureOpinions(
  { header, arrays }: DecodedModel,
  validations: readonly Dataset[],
): PartialAccuracy[] {
  return Object.entries(ALONE).map(([part, weight]) => {
    const pool = new Float32Array(NUM_POOL_WEIGHTS);
    pool[weight] = 1;
    const classifier = loadClassifier(encodeModel(header, { ...arrays, pool }));
    const accuracies = validations.map(
      ({ texts }) => computeMetrics(classifyAll(classifier, texts)).accuracy,
    );
    return { part, accuracies };
  });
}

/** How a model does on the contrasts and on opinions of other domains. */
export async function tryBehaviour(classifier: Classifier): Promise<Behaviour> {
  const opinions = await readOpinions();
  return {
    contrasts: await checkContrasts(classifier),
    sides: compareSides(classifier, opinions),
    numOpinions: opinions.length,
  };
}

/**
 * Reads what `npm run ablate` wrote.
 * @throws UsageError where the file is not that, or the ablation is of other data than the model's
 */
export async function readAblation(path: string, { provenance }: ModelHeader): Promise<Ablation> {
  const ablation = parseAblation(path, new TextDecoder().decode(await readFile(path)));
  const numTexts = ablation.sizes.at(-1)!.texts;
  if (numTexts === provenance.rows) return ablation;
  throw new UsageError(
    `${path}: the ablation trained on ${numTexts} texts; expected ${provenance.rows}, which the model was trained on`,
  );
}

function parseAblation(path: string, json: string): Ablation {
  try {
    const ablation = JSON.parse(json) as Partial<Ablation>;
    const { epochs, sizes, parts } = ablation;
    if (epochs?.length && parts?.length && sizes && sizes.length > 1) return ablation as Ablation;
  } catch {
    // Told below, like any other content that is not an ablation's.
  }
  throw new UsageError(`${path}: expected what "npm run ablate" writes: JSON with epochs, sizes and parts`);
}
