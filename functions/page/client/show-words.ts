import type { DetailedClassification } from '../../../classifier/src/index.ts';
import { byId, element } from './elements.ts';
import { colorBy, IS_SCALE, LAST_LABEL } from './labels.ts';
import { percent } from './show-result.ts';

type Sentence = NonNullable<DetailedClassification['sentences']>[number];
type Word = NonNullable<DetailedClassification['explanation']>[number];

/** The largest and the smallest effect that gets the full color, as a share of `RANGE`. */
const FULL_EFFECT = 0.2;
const LEAST_FULL_EFFECT = 0.08;
/** The least strength of a word that is marked. */
const LEAST_STRENGTH = 0.125;
/** The largest possible effect: of the valence, or of a probability. */
const RANGE = IS_SCALE ? LAST_LABEL : 1;
const HOW_TO = 'Point at a word or tap it for its weight, or go there with Tab and the arrow keys.';
const NO_WORD = `No word by itself moves the ${IS_SCALE ? 'valence' : 'result'} much.`;

/** A word and the strength of its color. */
interface MarkedWord extends Word {
  /** 0..1, the full color. */
  strength: number;
}

/** Shows each sentence with its sentiment, marks its words by weight, and lists the weights in a table. */
export function showWords(
  text: string,
  {
    sentiment,
    sentences = [],
    explanation = [],
    explanationOmitted,
    sentenceWeights = [],
  }: DetailedClassification,
): void {
  const isExplained = explanationOmitted === undefined;
  const hasSeveral = sentences.length > 1;
  // If words are not explained, a sentence shows its label, even if it is the only one.
  const hasLabels = hasSeveral || !isExplained;
  const words = findStrengths(sentences, explanation);
  const number = IS_SCALE ? 'the valence' : `the probability of “${sentiment}”`;
  const moved = hasSeveral ? `${number} of the whole text` : number;
  const list = byId('sentences');
  list.classList.toggle('several', hasLabels);
  list.replaceChildren(
    ...sentences.map((sentence, i) => {
      const does = hasSeveral ? describeEffect(sentenceWeights[i]?.weight, number) : '';
      // What is not read, such as a link between two sentences, is shown with the next one; at the end, with the last.
      const unread = text.slice(sentences[i - 1]?.end ?? 0, sentence.start).trimStart();
      const start = sentence.start - unread.length;
      const end = i === sentences.length - 1 ? text.trimEnd().length : sentence.end;
      const shown = { ...sentence, start, end };
      return showSentence(text, shown, words[i]!, hasLabels ? does : undefined, moved);
    }),
  );
  const first = list.querySelector('[role=button]');
  first?.setAttribute('tabindex', '0');
  byId('reading-title').textContent = hasLabels ? 'Sentence by sentence' : 'Word by word';
  byId('legend').hidden = !first;
  byId('moved').textContent = hasSeveral ? `${number} of its sentence` : moved;
  byId('note').hidden = isExplained;
  byId('note').textContent = isExplained
    ? ''
    : `This text is too long to weigh each word. ${explanationOmitted}`;
  byId('readout').hidden = !isExplained;
  byId('table').hidden = !isExplained;
  byId('weights').replaceChildren(...words.flat().map(showRow));
  showReadout(first ? HOW_TO : NO_WORD);
}

/**
 * Groups the words by sentence. A word's weight refers to the whole text, in which a sentence counts roughly by its
 * number of words. So the weight is scaled up to the sentence. Where a text's valence is near an end, no word moves it
 * far: there the strongest word has the full color.
 */
function findStrengths(sentences: readonly Sentence[], explanation: readonly Word[]): MarkedWord[][] {
  const own = sentences.map(({ start, end }) =>
    explanation.filter((word) => word.start >= start && word.end <= end),
  );
  const sizes = own.map((words) =>
    Math.max(1, words.filter(({ text }) => /[\p{L}\p{N}]/u.test(text)).length),
  );
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const effects = own.map((words, i) =>
    words.map(({ weight }) => Math.abs((weight * total) / sizes[i]! / RANGE)),
  );
  const strongest = Math.max(...effects.flat());
  const full = Math.max(LEAST_FULL_EFFECT, Math.min(strongest, FULL_EFFECT));
  return own.map((words, i) =>
    words.map((word, j) => ({ ...word, strength: Math.min(1, effects[i]![j]! / full) })),
  );
}

/** Shows the weight of the word under the mouse or the focus. Arrow keys move the focus from word to word. */
export function listenToWords(): void {
  const list = byId('sentences');
  const tell = ({ target }: Event): void => {
    const { readout } = (target as HTMLElement).dataset;
    if (readout) showReadout(readout);
  };
  for (const event of ['focusin', 'mouseover', 'click']) list.addEventListener(event, tell);
  list.addEventListener('keydown', (event) => {
    const words = [...list.querySelectorAll<HTMLElement>('[role=button]')];
    const at = words.indexOf(event.target as HTMLElement);
    const to = {
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
      Home: 0,
      End: words.length - 1,
    }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    const next = words[to];
    if (!next) return;
    words[at]!.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
}

/** Describes the effect of a sentence on the text, to follow its label. Empty if it is unknown or negligible. */
function describeEffect(weight: number | undefined, number: string): string {
  if (weight === undefined || Math.abs(weight) < 0.0005) return '';
  return `; ${verb(weight)} ${number} by ${figure(weight)}`;
}

/** @param effect the text after the label; undefined for no label */
function showSentence(
  text: string,
  { start, end, sentiment, label, confidence }: Sentence,
  words: readonly MarkedWord[],
  effect: string | undefined,
  moved: string,
): HTMLElement {
  const paragraph = element('p');
  paragraph.dir = 'auto';
  let shown = start;
  for (const word of words) {
    if (word.start < shown || !isMarked(word)) continue;
    paragraph.append(text.slice(shown, word.start), showWord(text, word, moved));
    shown = word.end;
  }
  paragraph.append(text.slice(shown, end));
  const item = element('li', '', paragraph);
  colorBy(item, label);
  if (effect !== undefined)
    item.append(element('small', '', `${sentiment}, ${percent(confidence)}${effect}`));
  return item;
}

function showWord(text: string, { start, end, weight, strength }: MarkedWord, moved: string): HTMLElement {
  const word = text.slice(start, end);
  const does = `${verb(weight)} ${moved} by ${figure(weight)}`;
  const shown = element('span', `word ${verb(weight)}`, word);
  shown.style.setProperty('--w', strength.toFixed(3));
  shown.dataset.readout = `“${word}” ${does}.`;
  shown.ariaLabel = `${word}, ${does}`;
  shown.role = 'button';
  shown.tabIndex = -1;
  return shown;
}

function showRow(word: MarkedWord): HTMLElement {
  const { text, weight } = word;
  const figure = `${weight < 0 ? '−' : '+'}${Math.abs(weight).toFixed(3)}`;
  return element(
    'tr',
    '',
    element('td', '', text),
    element('td', '', isMarked(word) ? verb(weight) : 'hardly any'),
    element('td', '', figure),
  );
}

function isMarked({ strength }: MarkedWord): boolean {
  return strength >= LEAST_STRENGTH;
}

function figure(weight: number): string {
  const size = Math.abs(weight);
  return size.toFixed(size < 0.1 ? 3 : 2);
}

function verb(weight: number): 'lifts' | 'lowers' {
  return weight < 0 ? 'lowers' : 'lifts';
}

function showReadout(sentence: string): void {
  byId('readout').textContent = sentence;
}
