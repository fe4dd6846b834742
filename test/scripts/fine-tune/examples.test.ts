import { expect, test } from 'vitest';
import { toExample } from '../../../scripts/fine-tune/examples.ts';

test('plain text and the spelling of the treebank give the same example', () => {
  const plain = toExample({ text: `It isn't "great" (really).`, label: 1 }, 5);
  const treebank = toExample({ text: "It is n't `` great '' -LRB- really -RRB- .", label: 1 }, 5);
  expect(plain).toEqual({ text: `It is n't " great " ( really ) .`, labels: [1] });
  expect(treebank).toEqual(plain);
});

test('an example has no markup, its case, and single spaces', () => {
  const { text } = toExample({ text: '  Bad &amp; LOUD.<br />\n\n<br />Tom   slept. ', label: 0 }, 5);
  expect(text).toBe('Bad & LOUD . Tom slept .');
});

test.each([
  ['negative', 5, [0, 1]],
  ['positive', 5, [3, 4]],
  ['negative', 2, [0]],
  ['positive', 4, [2, 3]],
] as const)(
  'of a text on the %s side all labels of that side of %d are right',
  (side, numClasses, labels) => {
    expect(toExample({ text: 'So.', side }, numClasses).labels).toEqual(labels);
  },
);
