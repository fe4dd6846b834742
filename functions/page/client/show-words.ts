import type { DetailedClassification } from '../../../classifier/src/index.ts';
import { byId, element } from './elements.ts';
import { percent } from './show-result.ts';

type Sentence = NonNullable<DetailedClassification['sentences']>[number];
type Word = NonNullable<DetailedClassification['explanation']>[number];

/** Words that move the valence by less are left as they are. */
const LEAST_WEIGHT = 0.1;
/** The weight from which on a word has its full color. */
const FULL_WEIGHT = 0.8;
const HOW_TO = 'Point at a word for its weight, or go there with Tab and the arrow keys.';
const TOO_MANY = 'This text has too many words to weigh each one, so the result stands without them.';

/** Shows each sentence with its sentiment, its words by their weights, and those weights as a table. */
export function showWords(text: string, { sentences = [], explanation }: DetailedClassification): void {
  const list = byId('sentences');
  list.classList.toggle('several', sentences.length > 1);
  list.replaceChildren(
    ...sentences.map((sentence) => showSentence(text, sentence, explanation, sentences.length > 1)),
  );
  list.querySelector('[role=button]')?.setAttribute('tabindex', '0');
  byId('legend').hidden = explanation === undefined;
  byId('table').hidden = explanation === undefined;
  byId('reading-title').textContent = sentences.length > 1 ? 'Sentence by sentence' : 'Word by word';
  byId('weights').replaceChildren(...(explanation ?? []).map(showRow));
  showReadout(explanation ? HOW_TO : TOO_MANY);
}

/** Has a word tell its weight when the mouse or the focus is on it; arrow keys move the focus from word to word. */
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

function showSentence(text: string, sentence: Sentence, words: Word[] = [], hasLabel: boolean): HTMLElement {
  const { start, end, sentiment, label, confidence } = sentence;
  const paragraph = element('p');
  paragraph.dir = 'auto';
  let shown = start;
  for (const word of words) {
    if (word.start < shown || word.end > end || Math.abs(word.weight) < LEAST_WEIGHT) continue;
    paragraph.append(text.slice(shown, word.start), showWord(text, word));
    shown = word.end;
  }
  paragraph.append(text.slice(shown, end));
  const item = element('li', `l${label}`, paragraph);
  if (hasLabel) item.append(element('small', '', `${sentiment}, ${percent(confidence)}`));
  return item;
}

function showWord(text: string, { start, end, weight }: Word): HTMLElement {
  const word = text.slice(start, end);
  const shown = element('span', `word ${effect(weight)}`, word);
  shown.style.setProperty('--w', Math.min(1, Math.abs(weight) / FULL_WEIGHT).toFixed(3));
  shown.dataset.readout = `“${word}” ${effect(weight)} the valence by ${Math.abs(weight).toFixed(2)}.`;
  shown.ariaLabel = `${word}, ${effect(weight)} by ${Math.abs(weight).toFixed(2)}`;
  shown.role = 'button';
  shown.tabIndex = -1;
  return shown;
}

function showRow({ text, weight }: Word): HTMLElement {
  const weighs = Math.abs(weight) >= LEAST_WEIGHT;
  const figure = `${weight < 0 ? '−' : '+'}${Math.abs(weight).toFixed(2)}`;
  return element(
    'tr',
    '',
    element('td', '', text),
    element('td', '', weighs ? effect(weight) : 'hardly any'),
    element('td', '', figure),
  );
}

function effect(weight: number): 'lifts' | 'lowers' {
  return weight < 0 ? 'lowers' : 'lifts';
}

function showReadout(sentence: string): void {
  byId('readout').textContent = sentence;
}
