import { LABEL_LIMITS } from '../../src/label-set.ts';
import { type FoundLabel, keyOf, numberOf, readSentimentNames } from './label-conventions.ts';

// Questions about ambiguous labels: each says what was found and which option answers it.

const NUM_SHOWN = 8;

/** Shows labels in a message: `0 (500 texts) and 1 (12 texts)`. */
export function showLabels(found: readonly FoundLabel[]): string {
  const shown = found.slice(0, NUM_SHOWN).map(({ label, numTexts }) => {
    const text = numberOf(keyOf(label)) === undefined ? JSON.stringify(cut(label)) : label;
    return `${text} (${numTexts === 1 ? '1 text' : `${numTexts} texts`})`;
  });
  if (found.length > NUM_SHOWN) return `${shown.join(', ')} and ${found.length - NUM_SHOWN} more`;
  return shown.length < 2 ? shown.join() : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

const cut = (label: string): string => (label.length > 40 ? `${label.slice(0, 40)}…` : label);

/**
 * The question that the labels raise; `undefined` if they are plain class names.
 * @param found the distinct labels by `keyOf`, in ascending order
 * @param column the name of the label column
 * @param numClasses the number of classes, if a convention determines it
 */
export function findQuestion(
  found: readonly FoundLabel[],
  column: string,
  numClasses: number | undefined,
): string | undefined {
  const { minClasses, maxClasses } = LABEL_LIMITS;
  const keys = found.map(({ label }) => keyOf(label));
  const what = `the column "${column}" has the labels ${showLabels(found)}`;
  if (found.length < minClasses || numClasses === 1) {
    const [only] = found;
    return `all texts have the label ${JSON.stringify(only!.label)} in the column "${column}"; a model needs texts of two classes or more. Is it the right column? --label-column names another`;
  }
  if (found.length > maxClasses) {
    return `the column "${column}" has ${found.length} different labels, such as ${showLabels(found.slice(0, 3))}; a model has ${minClasses} to ${maxClasses} classes. Is it the right column? --label-column names another, and --labels can give several labels one class: --labels 1=negative,2=negative,3=positive`;
  }
  const numbers = keys.map(numberOf);
  if (!numbers.includes(undefined)) return askAboutNumbers(what, keys, numbers as number[]);
  const isOdd = keys.map((key, i) => numbers[i] === undefined && readSentimentNames([key]) === undefined);
  const odd = found.filter((_, i) => isOdd[i]);
  if (odd.length > 0 && odd.length < found.length) {
    const { label, line } = odd[0]!;
    return `${what}; what is ${JSON.stringify(cut(label))} of line ${line} beside the others? ${suggestMap(keys)} says which class each is, and a label with nothing after its equals sign is left out; --scale with all of them, from negative to positive, takes them as they are`;
  }
  if (odd.length === 0) return `${what}, numbers and names; ${suggestMap(keys)} says which class each is`;
  if (keys.every((key) => key === 'true' || key === 'false')) {
    return `${what}; which is the positive one? --labels false=negative,true=positive or --labels true=negative,false=positive says so`;
  }
  return undefined;
}

function askAboutNumbers(what: string, keys: readonly string[], numbers: readonly number[]): string {
  if (keys.length === 2 && keys[0] === '0' && keys[1] === '1') {
    return `${what}; which is the positive one? --labels 0=negative,1=positive or --labels 0=positive,1=negative says so`;
  }
  const asScale = `--scale ${keys.join(',')} takes them as they are, from negative to positive`;
  const mapped = `${suggestMap(keys)} gives them names`;
  const areStars = numbers.every((number) => number > 0 && number <= 10);
  return areStars
    ? `${what}, none of them 0; are they stars? --labels stars takes them so, ${asScale}, and ${mapped}`
    : `${what}; what do they stand for? ${asScale}, and ${mapped}`;
}

/** An option to fill in, such as `--labels 0=…,1=…`. */
function suggestMap(keys: readonly string[]): string {
  return `--labels ${keys.map((key) => `${/\s/.test(key) ? `"${key}"` : key}=…`).join(',')}`;
}
