import { countBlendWeights, type DecodedModel, encodeModel } from '../../classifier/internals/index.ts';
import { type Classifier, loadClassifier, tokenize } from '../../classifier/src/index.ts';
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
import { classifyTexts } from '../program/classify-texts.ts';
import { classifyAll, type Dataset } from '../program/data-option.ts';
import type { ValidatedFile } from './accuracy.ts';
import type { Behaviour } from './behaviour.ts';
import type { PartialAccuracy } from './recurrent.ts';
import type { WholeTexts } from './whole-texts.ts';

/** The pool's weight of each opinion when the other has none: w_0 is the network's, w_2 the n-grams'. */
const ALONE = { 'the n-grams alone': 2, 'the network alone': 0 };

/** Measures the accuracy of each of the two opinions that a recurrent model pools, alone. */
export function measureOpinions(
  { header, arrays }: DecodedModel,
  validations: readonly Dataset[],
): PartialAccuracy[] {
  return Object.entries(ALONE).map(([part, weight]) => {
    const pool = new Float32Array(countBlendWeights(header.labels.length));
    pool[weight] = 1;
    const classifier = loadClassifier(encodeModel(header, { ...arrays, pool }));
    const accuracies = validations.map(
      ({ texts, labels }) => computeMetrics(classifyAll(classifier, texts), labels).accuracy,
    );
    return { part, accuracies };
  });
}

/** Measures a model and two lexicons on the cases of each capability and on opinions of other domains. */
export async function measureBehaviour(classifier: Classifier): Promise<Behaviour> {
  const opinions = await readOpinions();
  const cases = await readBehaviour();
  const judges = [judgeBy(classifier), ...createLexiconJudges()];
  return {
    tried: judges.map((judge) => ({ name: judge.name, capabilities: tryBehaviour(judge, cases) })),
    sides: compareSides(classifier, opinions),
    numOpinions: opinions.length,
  };
}

/** Measures a model on all texts of a file, and on those whose tokens are not among `trained`. */
export function validate(
  classifier: Classifier,
  { name, sha256, texts, labels }: Dataset,
  trained: ReadonlySet<string>,
): ValidatedFile {
  const outcomes = classifyAll(classifier, texts);
  const unseen = outcomes.filter((_, i) => !trained.has(toWords(texts[i]!.text).join(' ')));
  return {
    data: name,
    sha256,
    metrics: computeMetrics(outcomes, labels),
    unseen: unseen.length === 0 ? undefined : computeMetrics(unseen, labels),
  };
}

/** Measures a model of a scale on whole texts, by their sides. */
export function measureWholeTexts(
  classifier: Classifier,
  { name, sha256, texts, sided }: Dataset,
): WholeTexts {
  const { textData = [] } = classifier.header.provenance;
  const valences = classifyTexts(classifier, [...texts, ...sided]).map(({ valence }) => valence!);
  const isTrainedOn = textData.some((file) => file.sha256 === sha256);
  return { data: name, isTrainedOn, measures: measureSides(classifier, texts, sided, valences) };
}

/** The normalized tokens of a text. */
export function toWords(text: string): string[] {
  return tokenize(text).map((token) => token.normal);
}
