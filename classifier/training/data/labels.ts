import { ClassifierError } from '../../src/errors.ts';
import { NUM_CLASSES, SENTIMENTS } from '../../src/sentiments.ts';

/** The label (0..4) that each label of a data set stands for. */
export type LabelMap = ReadonlyMap<string, number>;

const EXPECTED_LABELS = `0 to ${NUM_CLASSES - 1}, or ${SENTIMENTS.join(', ')}`;

/**
 * A label map from text such as `neg=0,pos=4` or `bad=somewhat negative,good=3`: the data set's label before the
 * equals sign, ours (0..4 or a name) after it.
 * @throws ClassifierError with code `SETTINGS` for an entry that is not of this form, or twice the same label
 */
export function parseLabelMap(text: string): LabelMap {
  const labelMap = new Map<string, number>();
  for (const entry of text.split(',')) {
    const equals = entry.lastIndexOf('=');
    const from = entry.slice(0, Math.max(equals, 0)).trim();
    const to = parseLabel(entry.slice(equals + 1));
    if (from === '') throw badEntry(entry, 'expected entries such as neg=0,pos=4');
    if (to === undefined) throw badEntry(entry, `expected after the equals sign ${EXPECTED_LABELS}`);
    if (labelMap.has(from)) throw badEntry(entry, `"${from}" stands there twice; expected each label once`);
    labelMap.set(from, to);
  }
  return labelMap;
}

/**
 * The label (0..4) that a data set's field stands for, `undefined` if it stands for none: with a label map its
 * labels alone, written as there; else 0..4 or one of the five names in any case, with spaces, hyphens or underscores.
 */
export function readLabel(field: unknown, labelMap?: LabelMap): number | undefined {
  if (!['string', 'number', 'boolean'].includes(typeof field)) return undefined;
  const text = String(field);
  return labelMap === undefined ? parseLabel(text) : labelMap.get(text.trim());
}

/** What `readLabel` takes, in words. */
export function describeLabels(labelMap?: LabelMap): string {
  return labelMap === undefined
    ? EXPECTED_LABELS
    : `a label of the label map (${[...labelMap.keys()].join(', ')})`;
}

function parseLabel(text: string): number | undefined {
  const name = text
    .trim()
    .toLowerCase()
    .replace(/[-_\s]+/g, ' ');
  const label = /^\d$/.test(name) ? Number(name) : (SENTIMENTS as readonly string[]).indexOf(name);
  return label >= 0 && label < NUM_CLASSES ? label : undefined;
}

function badEntry(entry: string, problem: string): ClassifierError {
  return new ClassifierError('SETTINGS', `label map entry "${entry.trim()}": ${problem}`);
}
