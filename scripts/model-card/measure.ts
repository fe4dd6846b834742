import { countBlendWeights, type DecodedModel, encodeModel } from '../../classifier/internals/index.ts';
import { loadClassifier, tokenize } from '../../classifier/src/index.ts';
import { computeMetrics } from '../../classifier/training/index.ts';
import {
  compareSides,
  createLexiconJudges,
  judgeBy,
  readBehaviour,
  readOpinions,
  tryBehaviour,
} from '../behaviour/index.ts';
import { measureSides } from '../evaluation/index.ts';
import { type AnyClassifier, classifyTexts } from '../program/classify-texts.ts';
import { classifyAll, type Dataset } from '../program/data-option.ts';
import type { ValidatedFile } from './accuracy.ts';
import type { Behaviour } from './behaviour.ts';
import type { PartialAccuracy } from './recurrent.ts';
import type { WholeTexts } from './whole-texts.ts';

/** The pool's weight of each opinion when the other has none: w_0 is the network's, w_2 the n-grams'. */
const ALONE = { 'the n-grams alone': 2, 'the network alone': 0 };

/** Measures the accuracy of each of the two opinions that a recurrent model pools, alone. */
export async function measureOpinions(
  { header, arrays }: DecodedModel,
  validations: readonly Dataset[],
): Promise<PartialAccuracy[]> {
  const opinions: PartialAccuracy[] = [];
  for (const [part, weight] of Object.entries(ALONE)) {
    const blend = new Float32Array(countBlendWeights(header.labels.length));
    blend[weight] = 1;
    const classifier = loadClassifier(encodeModel(header, { ...arrays, blend }));
    const accuracies: number[] = [];
    for (const { texts, labels } of validations) {
      accuracies.push(computeMetrics(await classifyAll(classifier, texts), labels).accuracy);
    }
    opinions.push({ part, accuracies });
  }
  return opinions;
}

/** Measures a model and two lexicons on the cases of each capability and on opinions of other domains. */
export async function measureBehaviour(classifier: AnyClassifier): Promise<Behaviour> {
  const opinions = await readOpinions();
  const cases = await readBehaviour();
  const judges = [judgeBy(classifier), ...createLexiconJudges()];
  const tried: Behaviour['tried'][number][] = [];
  for (const judge of judges) {
    tried.push({ name: judge.name, capabilities: await tryBehaviour(judge, cases) });
  }
  return {
    tried,
    sides: await compareSides(classifier, opinions),
    numOpinions: opinions.length,
  };
}

/**
 * Measures a model on all texts of a file, and on those whose tokens are not among `trained`, the tokens of its training
 * texts; `undefined` if they are not known.
 */
export async function validate(
  classifier: AnyClassifier,
  { name, sha256, texts, labels }: Dataset,
  trained: ReadonlySet<string> | undefined,
): Promise<ValidatedFile> {
  const outcomes = await classifyAll(classifier, texts);
  const unseen = outcomes.filter((_, i) => !trained?.has(toWords(texts[i]!.text).join(' ')));
  return {
    data: name,
    sha256,
    metrics: computeMetrics(outcomes, labels),
    numTrained: trained && outcomes.length - unseen.length,
    unseen: unseen.length === 0 ? undefined : computeMetrics(unseen, labels),
  };
}

/** Measures a model of a scale on whole texts, by their sides. */
export async function measureWholeTexts(
  classifier: AnyClassifier,
  { name, sha256, texts, sided }: Dataset,
): Promise<WholeTexts> {
  const { textData = [] } = classifier.header.provenance;
  const results = await classifyTexts(classifier, [...texts, ...sided]);
  const valences = results.map(({ valence }) => valence!);
  const isTrainedOn = textData.some((file) => file.sha256 === sha256);
  return { data: name, isTrainedOn, measures: measureSides(classifier, texts, sided, valences) };
}

/** The normalized tokens of a text. */
export function toWords(text: string): string[] {
  return tokenize(text).map((token) => token.normal);
}
