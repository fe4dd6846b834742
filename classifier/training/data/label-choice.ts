import { ClassifierError } from '../../src/errors.ts';
import { findNameProblem } from '../../src/label-set.ts';
import { keyOf } from './label-conventions.ts';

/** What a person says of the labels of a data set. */
export interface LabelChoice {
  /** `stars`, or for each label by its key the name of its class; an empty name leaves the label's texts out. */
  labels?: 'stars' | ReadonlyMap<string, string> | undefined;
  /** The names of the classes, from negative to positive. */
  scale?: readonly string[] | undefined;
}

/**
 * What `--labels` and `--scale` say.
 * @param labels `stars`, or entries such as `0=negative,1=positive,2=`
 * @param scale names such as `schlecht,mittel,gut`
 * @throws ClassifierError with code `SETTINGS` for an entry that is not of this form, a label that stands there twice,
 *   and names that no model can have
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
