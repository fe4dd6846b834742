import { ClassifierError } from '../../src/errors.ts';
import { findNameProblem } from '../../src/label-set.ts';
import { keyOf } from './label-conventions.ts';

/** A person's choice of what the labels of a data set mean. */
export interface LabelChoice {
  /** `stars`, or a map from the key of each label to its class name. An empty name drops the label's texts. */
  labels?: 'stars' | ReadonlyMap<string, string> | undefined;
  /** The class names from negative to positive. */
  scale?: readonly string[] | undefined;
}

/**
 * Parses the options `--labels` and `--scale`.
 * @param labels `stars`, or entries such as `0=negative,1=positive,2=`
 * @param scale names such as `schlecht,mittel,gut`
 * @throws ClassifierError with code `SETTINGS` for a malformed entry, a repeated label, or names that no model can have
 */
export function parseLabelChoice(labels: string | undefined, scale: string | undefined): LabelChoice {
  return {
    labels: labels === undefined || labels.trim() === 'stars' ? labels && 'stars' : parseMap(labels),
    scale: scale === undefined ? undefined : parseScale(scale),
  } as LabelChoice;
}

function parseMap(text: string): ReadonlyMap<string, string> {
  const nameOf = new Map<string, string>();
  for (const entry of text.split(',')) {
    const equals = entry.lastIndexOf('=');
    const key = keyOf(entry.slice(0, Math.max(equals, 0)));
    const name = entry.slice(equals + 1).trim();
    if (key === '') {
      throw badEntry(
        `--labels has the entry "${entry.trim()}"; expected stars, or entries such as 0=negative,1=positive`,
      );
    }
    if (nameOf.has(key)) throw badEntry(`--labels has "${key}" twice; expected each label once`);
    nameOf.set(key, name);
  }
  return nameOf;
}

function parseScale(text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  const problem = findNameProblem(names);
  if (problem !== undefined) throw badEntry(`--scale has ${problem}`);
  return names;
}

function badEntry(problem: string): ClassifierError {
  return new ClassifierError('SETTINGS', problem);
}
