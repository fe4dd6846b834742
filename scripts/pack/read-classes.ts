import {
  describeMapping,
  type KnownLabels,
  keyOf,
  parseLabelChoice,
  understandLabels,
} from '../../classifier/training/index.ts';
import type { DataOptions } from '../program/data-option.ts';
import { UsageError } from '../program/run-program.ts';

/** The classes of a model, and the output for each. */
export interface ModelClasses {
  labels: KnownLabels;
  /** Shape [numClasses]: the place of each class among the outputs. */
  outputs: number[];
}

/** What exporters call classes that have no names. */
const GENERIC = /^LABEL_\d+$/;

/**
 * Determines the classes of a model from the names of its outputs, as `train` does from the labels of texts: those of a
 * scale are ordered from negative to positive.
 * @param names the names of the outputs, as `config.json` has them
 * @param isScale whether they are a scale in this order; undefined if that is not known
 * @throws UsageError for names that say nothing, and for two outputs of one class
 * @throws LabelQuestion when the names are ambiguous
 */
export function readClasses(
  names: readonly string[],
  options: Pick<DataOptions, 'labels' | 'scale'>,
  isScale?: boolean,
): ModelClasses {
  const { labels: map, scale } = parseLabelChoice(options.labels, options.scale);
  const chosen = map instanceof Map ? map : new Map<string, string>();
  const nameOf = new Map(names.map((name) => [keyOf(name), chosen.get(keyOf(name)) ?? name]));
  if (names.some((name) => GENERIC.test(name) && !chosen.has(keyOf(name)))) {
    throw new UsageError(
      `config.json names the classes ${names.join(', ')}, which says nothing; expected --labels ${names.map((name) => `${name}=…`).join(',')} with their names`,
    );
  }
  const found = names.map((label, i) => ({ label, numTexts: 1, line: i + 1 }));
  const isChosen = names.some((name) => chosen.has(keyOf(name)));
  if (isScale !== undefined && !isChosen && scale === undefined) {
    return { labels: { names, isScale }, outputs: [...names.keys()] };
  }
  const labelling = understandLabels(found, 'id2label', { scale, ...(isChosen && { labels: nameOf }) });
  const { labels, labelOf } = labelling;
  if (labels.names.length !== names.length) {
    throw new UsageError(
      `the outputs ${names.join(', ')} are the classes ${labels.names.join(', ')}; expected a class for each output`,
    );
  }
  const places = labels.names.map((_, k) => names.findIndex((name) => labelOf.get(name) === k));
  // Classes without an order stay in that of the outputs.
  const order = [...places.keys()].sort((a, b) => (labels.isScale ? a - b : places[a]! - places[b]!));
  return {
    labels: {
      names: order.map((k) => labels.names[k]!),
      isScale: labels.isScale,
      mapping: describeMapping(labelling),
    },
    outputs: order.map((k) => places[k]!),
  };
}
