import type { Classification } from '../../../classifier/src/index.ts';
import { byId, element } from './elements.ts';

/** Below this share of known words the result is shown with a warning. */
const LOW_COVERAGE = 0.5;

/** A share in percent, such as `53 %`; never 0 or 100 for what is not quite that. */
export function percent(share: number): string {
  if (share > 0 && share < 0.01) return '< 1 %';
  if (share < 1 && share > 0.99) return '> 99 %';
  return `${Math.round(share * 100)} %`;
}

/** Shows the verdict, the valence on its scale, the five probabilities, and how far to trust them. */
export function showResult(result: Classification): void {
  const { sentiment, label, confidence, probabilities, valence } = result;
  byId('sentiment').textContent = sentiment;
  byId('sentiment').className = `l${label}`;
  byId('confidence').textContent = `${percent(confidence)} probable`;
  byId('valence').textContent = valence.toFixed(2);
  byId('marker').style.setProperty('--at', String(valence / 4));
  showBars(probabilities, label);
  showCoverage(result);
}

/** What a screen reader is to say of a result. */
export function summarize({ sentiment, confidence, valence, coverage }: Classification): string {
  const warning = coverage < LOW_COVERAGE ? ' Few of these words are known.' : '';
  return `${sentiment}, ${percent(confidence)}. Valence ${valence.toFixed(1)} of 4.${warning}`;
}

/** The bars are kept from one result to the next, so that they move. */
function showBars(probabilities: Classification['probabilities'], best: number): void {
  const list = byId('bars');
  Object.entries(probabilities).forEach(([sentiment, probability], label) => {
    const bar =
      list.children[label] ??
      list.appendChild(element('li', '', element('span', '', sentiment), element('i'), element('b')));
    const [, fill, figure] = bar.children as unknown as [Element, HTMLElement, HTMLElement];
    bar.className = label === best ? `l${label} best` : `l${label}`;
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
