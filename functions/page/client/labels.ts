import { byId, element } from './elements.ts';

/** The labels of the model. `withLabels` in `with-labels.ts` writes them into the page. */
const LABELS = JSON.parse(document.body.dataset.labels!) as { names: string[]; isScale: boolean };

/** The names of the classes; the index of a name is its label. */
export const LABEL_NAMES: readonly string[] = LABELS.names;
/** Whether the labels are in an order, so that results have a valence. */
export const IS_SCALE = LABELS.isScale;
/** The largest label. */
export const LAST_LABEL = LABEL_NAMES.length - 1;

/** The number of colors in the page's style, from negative (`--s0`, `--t0`) to positive (`--s4`, `--t4`). */
const NUM_COLORS = 5;

/**
 * Gives an element the colors of a label. They lie between those of negative and positive. Labels without an order have
 * a hue each.
 */
export function colorBy(target: HTMLElement, label: number): void {
  for (const kind of ['s', 't']) target.style.setProperty(`--${kind}`, colorOf(label, kind));
}

function colorOf(label: number, kind: string): string {
  if (!IS_SCALE)
    return `oklch(var(--${kind}-lightness) 0.13 ${Math.round((360 * label) / LABEL_NAMES.length)})`;
  const at = ((NUM_COLORS - 1) * label) / LAST_LABEL;
  const from = Math.floor(at);
  const [below, above] = [`var(--${kind}${from})`, `var(--${kind}${from + 1})`];
  return at === from ? below : `color-mix(in oklab, ${below}, ${above} ${Math.round(100 * (at - from))}%)`;
}

/** Shows the labels before the first result, and on the scale of valences. */
export function showLabels(): void {
  const colored = (name: 'li' | 'i', label: number, text = ''): HTMLElement => {
    const created = element(name, '', text);
    colorBy(created, label);
    return created;
  };
  byId('labels').replaceChildren(...LABEL_NAMES.map((name, label) => colored('li', label, name)));
  byId('scale').prepend(...LABEL_NAMES.map((_, label) => colored('i', label)));
  byId('last').textContent = String(LAST_LABEL);
  byId('lowest').textContent = `0, ${LABEL_NAMES[0]}`;
  byId('highest').textContent = `${LAST_LABEL}, ${LABEL_NAMES[LAST_LABEL]}`;
  byId('valences').hidden = !IS_SCALE;
}
