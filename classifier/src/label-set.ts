import { SENTIMENTS } from './sentiments.ts';

/** The classes of a model. A class's place is its label. */
export interface LabelSet {
  /** The classes' names: 2 to 20, all different. Those of a scale go from negative to positive. */
  readonly names: readonly string[];
  /** Whether the classes are in an order, so that a mean of labels means something. */
  readonly isScale: boolean;
}

/** The five sentiments: the classes of the models that come along. */
export const SENTIMENT_SCALE: LabelSet = { names: SENTIMENTS, isScale: true };

/** How many classes a model may have, and how many characters a name. */
export const LABEL_LIMITS = { minClasses: 2, maxClasses: 20, nameCharacters: 60 } as const;

/**
 * A class's name as the attribute of an event, which a filter matches as it is: lower case, accents removed, any other
 * run of characters a hyphen; `class-3` for the class of label 3 where nothing is left.
 */
export function toAttribute(name: string, label: number): string {
  const letters = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().toUpperCase(); // "ß" becomes "SS"
  const attribute = letters
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '-')
    .replace(/^-|-$/g, '');
  return attribute === '' ? `class-${label}` : attribute;
}

/** What is wrong with the names of classes, as the end of a sentence about them; `undefined` if nothing is. */
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
