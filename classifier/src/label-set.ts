import { SENTIMENTS } from './sentiments.ts';

/** The classes of a model. The index of a class is its label. */
export interface LabelSet {
  /** The class names: 2 to 20, all different. On a scale they go from negative to positive. */
  readonly names: readonly string[];
  /** Whether the classes are ordered, so that a mean of labels is meaningful. */
  readonly isScale: boolean;
}

/** The five sentiments: the classes of the models in this package. */
export const SENTIMENT_SCALE: LabelSet = { names: SENTIMENTS, isScale: true };

/** How many classes a model may have, and how many characters a class name may have. */
export const LABEL_LIMITS = { minClasses: 2, maxClasses: 20, nameCharacters: 60 } as const;

/**
 * Converts a class name to an event attribute, which filters match exactly: lower case, accents removed, every other
 * run of characters replaced by a hyphen. If nothing is left, the result is `class-3` for label 3.
 */
export function toAttribute(name: string, label: number): string {
  const letters = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().toUpperCase(); // "ß" becomes "SS"
  const attribute = letters
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '-')
    .replace(/^-|-$/g, '');
  return attribute === '' ? `class-${label}` : attribute;
}

/** Describes what is wrong with class names, as the end of a sentence; `undefined` if nothing is. */
export function findNameProblem(names: readonly string[]): string | undefined {
  const { minClasses, maxClasses, nameCharacters } = LABEL_LIMITS;
  if (names.length < minClasses || names.length > maxClasses) {
    return `${names.length} ${names.length === 1 ? 'class' : 'classes'}, expected ${minClasses} to ${maxClasses}`;
  }
  const labelOf = new Map<string, number>();
  for (const [label, name] of names.entries()) {
    if (name.trim() !== name || name === '' || name.length > nameCharacters || /\p{Cc}/u.test(name)) {
      return `the name ${JSON.stringify(name)}, expected 1 to ${nameCharacters} characters, no white space around them and no control characters`;
    }
    const attribute = toAttribute(name, label);
    const other = labelOf.get(attribute);
    if (other !== undefined) {
      return `the names "${names[other]}" and "${name}", which are both "${attribute}" as attributes of events; expected names that differ there too`;
    }
    labelOf.set(attribute, label);
  }
  return undefined;
}
