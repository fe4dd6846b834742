import { expect, test } from 'vitest';
import type { ModelHeader } from '../../../classifier/src/index.ts';
import { KINDS } from '../../../scripts/model-card/kinds.ts';
import { RECURRENT_HEADER } from '../../helpers/tiny-recurrent.ts';

const TREEBANK = 'Stanford Sentiment Treebank: Richard Socher and others, EMNLP 2013';
const SOFT = { data: 'soft.ndjson', sha256: '0'.repeat(64), rows: 9 };

function withOrigin(provenance: Partial<ModelHeader['provenance']>): ModelHeader {
  return { ...RECURRENT_HEADER, provenance: { ...RECURRENT_HEADER.provenance, ...provenance } };
}

/** All that a card says of a recurrent model with this origin. */
function describeRecurrent(provenance: Partial<ModelHeader['provenance']>): string {
  const header = withOrigin(provenance);
  const { model, howTuned, limits } = KINDS.recurrent;
  return [model(header, 9), howTuned(header), ...limits(header)].join('\n');
}

test('a card speaks of films only if the treebank was trained on', () => {
  expect(describeRecurrent({ citations: [TREEBANK] })).toContain('English film reviews');
  const own = describeRecurrent({});
  expect(own).not.toMatch(/film|three readers|validation files/);
  expect(own).toContain('It knows texts such as those of made by hand.');
});

test('a card names the vectors that a training started from', () => {
  expect(describeRecurrent({})).toContain('started from GloVe');
  expect(describeRecurrent({ vectors: 'wink' })).toContain('started from GloVe');
  expect(describeRecurrent({ vectors: 'none' })).toContain('started from random numbers, and');
  expect(describeRecurrent({ vectors: 'own.vec' })).toContain('started from own.vec, and');
});

test('a card says what a taught model has from its teacher', () => {
  const taught = describeRecurrent({ citations: [TREEBANK], softData: [SOFT] });
  expect(taught).toContain('only what its teacher says of the soft texts');
  expect(taught).toContain('squared error on soft texts');
  expect(KINDS.linear.howTuned(withOrigin({ softData: [SOFT] }))).toContain('though their teacher may have');
});
