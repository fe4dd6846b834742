import { describe, expect, test } from 'vitest';
import type { Case } from '../../../scripts/behaviour/case.ts';
import { checkCase, describeFailure } from '../../../scripts/behaviour/check-case.ts';
import { createLexiconJudges, judgeBy, judgeByScore } from '../../../scripts/behaviour/judges.ts';
import { failureRate, tryBehaviour } from '../../../scripts/behaviour/try-behaviour.ts';

/** A classifier whose texts are their own answers: a label and a valence, such as `3 2.6`. */
const fake = judgeBy({
  name: 'fake',
  classify: (text) => {
    const [label, valence] = text.split(' ').map(Number);
    return { label, valence } as ReturnType<Parameters<typeof judgeBy>[0]['classify']>;
  },
});

const passes = async (one: Case): Promise<boolean> => (await checkCase(one, fake)) === undefined;

describe('a text passes on its side, which its label tells', () => {
  test.each([
    ['0 1', 'negative'],
    ['1 2.4', 'negative'],
    ['2 1.2', 'neutral'],
    ['3 2.1', 'positive'],
    ['4 3.5', 'positive'],
  ] as const)('%s is %s, and nothing else', async (text, side) => {
    for (const expected of ['negative', 'neutral', 'positive'] as const) {
      expect(await passes({ text, expect: expected })).toBe(expected === side);
    }
  });
});

describe('a pair that should come out the same', () => {
  test.each([
    ['3 2.6', '4 3.9', true, 'one side, however far apart'],
    ['2 2.4', '3 2.9', true, 'two sides, half a point apart'],
    ['2 2.4', '3 2.91', false, 'two sides, more than half a point apart'],
    ['3 2.91', '2 2.4', false, 'the same the other way round'],
  ])('%s and %s: %s, since they are of %s', async (text, changed, isPassed) => {
    expect(await passes({ text, changed, expect: 'same' })).toBe(isPassed);
  });
});

describe('a change that should move the valence', () => {
  test.each([
    ['lower', '3 3', '1 1', true],
    ['lower', '2 2', '2 2', true],
    ['lower', '2 2', '2 2.09', true],
    ['lower', '2 2', '2 2.11', false],
    ['higher', '1 1', '3 3', true],
    ['higher', '2 2', '2 1.91', true],
    ['higher', '2 2', '2 1.89', false],
  ] as const)('%s, from %s to %s: %s', async (direction, text, changed, isPassed) => {
    expect(await passes({ text, changed, expect: direction })).toBe(isPassed);
  });
});

describe('a package with scores', () => {
  test('has its range stretched to that of a valence, and only 0 as neutral', () => {
    const { judge } = judgeByScore('scores', Number);
    expect(['-1', '-0.01', '0', '0.5'].map(judge)).toEqual([
      { side: 'negative', valence: 0 },
      { side: 'negative', valence: 1.98 },
      { side: 'neutral', valence: 2 },
      { side: 'positive', valence: 3 },
    ]);
  });

  test('tells good from bad, each of the two', async () => {
    const judges = createLexiconJudges();
    expect(judges.map(({ name }) => name)).toEqual(['vader-sentiment', 'wink-nlp sentiment']);
    for (const { judge } of judges) {
      expect((await judge('A good film.')).side).toBe('positive');
      expect((await judge('A bad film.')).side).toBe('negative');
    }
  });
});

test('failures are counted by capability, of all its cases', async () => {
  const cases: Case[] = [
    { text: '3 3', expect: 'positive' },
    { text: '3 3', expect: 'negative' },
    { text: '1 1', changed: '3 3', expect: 'same' },
    { text: '2 2', expect: 'neutral' },
  ];
  const [tried] = await tryBehaviour(fake, [{ capability: 'negation', cases, numSentences: 4 }]);
  expect(tried).toMatchObject({ capability: 'negation', numCases: 4 });
  expect(tried!.failures.map(({ failed }) => failed)).toEqual([cases[1], cases[2]]);
  expect(failureRate(tried!)).toBe(0.5);
});

describe('a failure in one line', () => {
  test('tells what was expected, and what is said of each text', async () => {
    const wrong = await checkCase({ text: '3 3', expect: 'neutral' }, fake);
    expect(describeFailure(wrong!)).toBe('expected neutral: positive 3.00 `3 3`');
    const changed = await checkCase({ text: '2 2', changed: '3 3.125', expect: 'lower' }, fake);
    expect(describeFailure(changed!)).toBe('expected lower: neutral 2.00 `2 2` → positive 3.13 `3 3.125`');
  });

  test('shows what cannot be seen, and ends no code early', () => {
    const text = 'a\u200bb\u00a0c\u00ad `d` \u2800 <br>';
    const failed: Case = { text, expect: 'neutral' };
    expect(describeFailure({ failed, verdicts: [{ side: 'negative', valence: 1 }] })).toBe(
      "expected neutral: negative 1.00 `a\\u{200b}b\\u{a0}c\\u{ad} 'd' \\u{2800} <br>`",
    );
  });
});
