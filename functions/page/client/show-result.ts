import type { Classification } from '../../../classifier/src/index.ts';
import { byId, element } from './elements.ts';
import { colorBy, IS_SCALE, LABEL_NAMES, LAST_LABEL } from './labels.ts';

/** Below this share of known words the result is shown with a warning. */
const LOW_COVERAGE = 0.5;

/** Formats a share, 0 to 1, such as `53 %`. Shares near 0 and 1 are `< 1 %` and `> 99 %`. */
export function percent(share: number): string {
  if (share > 0 && share < 0.01) return '< 1 %';
  if (share < 1 && share > 0.99) return '> 99 %';
  return `${Math.round(share * 100)} %`;
}

/** Shows the verdict, the valence on its scale, the probabilities, and how far to trust them. */
export function showResult(result: Classification): void {
  const { sentiment, label, confidence, probabilities, valence = 0 } = result;
  byId('sentiment').textContent = sentiment;
  colorBy(byId('sentiment'), label);
  byId('confidence').textContent = `${percent(confidence)} probable`;
  byId('valence').textContent = valence.toFixed(2);
  byId('marker').style.setProperty('--at', String(valence / LAST_LABEL));
  showBars(probabilities, label);
  showCoverage(result);
}

/** Summarizes a result for screen readers. */
export function summarize({ sentiment, confidence, valence = 0, coverage }: Classification): string {
  const warning = coverage < LOW_COVERAGE ? ' Few of these words are known.' : '';
  const place = IS_SCALE ? ` Valence ${valence.toFixed(1)} of ${LAST_LABEL}.` : '';
  return `${sentiment}, ${percent(confidence)}.${place}${warning}`;
}

/** Shows the probabilities as bars. The elements are reused for the next result, so that the bars are animated. */
function showBars(probabilities: Classification['probabilities'], best: number): void {
  const list = byId('bars');
  // In the order of the labels. An object would put names that are numbers first.
  LABEL_NAMES.forEach((name, label) => {
    const probability = probabilities[name]!;
    const bar = (list.children[label] ??
      list.appendChild(
        element('li', '', element('span', '', name), element('i'), element('b')),
      )) as HTMLElement;
    const [, fill, figure] = bar.children as unknown as [Element, HTMLElement, HTMLElement];
    bar.className = label === best ? 'best' : '';
    colorBy(bar, label);
    fill.style.setProperty('--p', String(probability));
    figure.textContent = percent(probability);
  });
}

function showCoverage({ coverage, model }: Classification): void {
  const isLow = coverage < LOW_COVERAGE;
  const advice = isLow ? ': better not to trust this. It reads English.' : '.';
  const line = byId('coverage');
  line.classList.toggle('low', isLow);
  line.replaceChildren(`${knownShare(coverage)} known to the model `, element('code', '', model), advice);
}

function knownShare(coverage: number): string {
  if (coverage === 0) return 'None of these words is';
  if (coverage === 1) return 'All of these words are';
  return `${coverage < LOW_COVERAGE ? 'Only ' : ''}${percent(coverage)} of these words are`;
}
