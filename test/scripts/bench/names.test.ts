import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { joinSample, readNameSample } from '../../../scripts/bench/names/sample.ts';
import { isSame, isSamePlace, overlaps, scoreNames } from '../../../scripts/bench/names/score.ts';
import { benchNames } from '../../../scripts/bench/names.ts';
import { NAME_KINDS, type Name, type NameKind } from '../../../scripts/names/find-names.ts';
import { UsageError } from '../../../scripts/program/run-program.ts';

/** A name of which only the place counts. */
const nameAt = (kind: NameKind, start: number, end: number): Name => ({ kind, text: '', start, end });

const SEEN = await readNameSample('seen');
const UNSEEN = await readNameSample('unseen');

describe.each([
  { name: 'seen', sample: SEEN, size: 100, numWithout: 15 },
  { name: 'unseen', sample: UNSEEN, size: 59, numWithout: 10 },
])('the $name sample', ({ sample, size, numWithout }) => {
  test('is of different sentences, with nothing but their numbers and names', () => {
    expect(new Set(sample.map(({ sentenceId }) => sentenceId)).size).toBe(size);
    for (const sentence of sample) {
      expect(sentence).toEqual({ sentenceId: expect.stringMatching(/^\d+$/), names: expect.any(Array) });
      for (const name of sentence.names) {
        expect(name).toEqual({
          kind: expect.toBeOneOf([...NAME_KINDS]),
          text: expect.stringMatching(/^\S+( \S+){0,3}$/),
        });
        expect(name.text).toMatch(/^\p{Lu}/u);
        expect(name.text).not.toMatch(/'s$/);
      }
    }
  });

  test('holds names of every kind, and sentences without any', () => {
    const kinds = new Set(sample.flatMap(({ names }) => names.map(({ kind }) => kind)));
    expect(kinds).toEqual(new Set(NAME_KINDS));
    expect(sample.filter(({ names }) => names.length === 0).length).toBeGreaterThanOrEqual(numWithout);
  });
});

test('no sentence is in both samples', () => {
  const seen = new Set(SEEN.map(({ sentenceId }) => sentenceId));
  expect(UNSEEN.filter(({ sentenceId }) => seen.has(sentenceId))).toEqual([]);
});

describe('joining the sample with its sentences', () => {
  const ann = { kind: 'person', text: 'Ann' } as const;

  test('takes the longest text of each group and finds each name after the one before', () => {
    const texts = [
      { group: '7', text: 'Ann' },
      { group: '7', text: 'Annie and Ann and Ann' },
    ];
    expect(joinSample([{ sentenceId: '7', names: [ann, ann] }], texts)).toEqual([
      {
        text: 'Annie and Ann and Ann',
        names: [
          { ...ann, start: 10, end: 13 },
          { ...ann, start: 18, end: 21 },
        ],
      },
    ]);
  });

  test('refuses sentences that do not hold the names, and says what is expected', () => {
    expect(() => joinSample([{ sentenceId: '7', names: [ann] }], [{ group: '7', text: 'Annie' }])).toThrow(
      /sentence 7 does not hold "Ann"; expected the training sentences/,
    );
  });
});

describe('the score', () => {
  // Labelled are three names. Found are the first as it is, the second with another kind, the third cut short, and
  // one that is none: 1 of 4 right, 1 of 3 found. F1 is 2 · 1 / (4 + 3).
  const texts = [
    {
      labelled: [nameAt('person', 0, 5), nameAt('place', 10, 15)],
      found: [nameAt('person', 0, 5), nameAt('person', 10, 15)],
    },
    { labelled: [nameAt('person', 0, 9)], found: [nameAt('person', 0, 4), nameAt('person', 20, 24)] },
  ];

  test('counts names of the right place and kind', () => {
    const counts = { labelled: 3, found: 4, right: 1 };
    expect(scoreNames(texts, isSame)).toEqual({ ...counts, precision: 1 / 4, recall: 1 / 3, f1: 2 / 7 });
  });

  test('counts the right place alone, or an overlap, where asked to', () => {
    expect(scoreNames(texts, isSamePlace).right).toBe(2);
    expect(scoreNames(texts, overlaps).right).toBe(2);
  });

  test('counts a labelled name once, however many overlap it', () => {
    const found = [nameAt('person', 0, 4), nameAt('person', 5, 9)];
    expect(scoreNames([{ labelled: [nameAt('person', 0, 9)], found }], overlaps).right).toBe(1);
  });

  test('is 0 where there is nothing', () => {
    expect(scoreNames([], isSame)).toMatchObject({ precision: 0, recall: 0, f1: 0 });
  });
});

test('the bench refuses data without the sentences of the sample, and says what is expected', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'names-test-'));
  try {
    const data = join(folder, 'reviews.tsv');
    await writeFile(data, 'SentenceId\tPhrase\tSentiment\n0\tA good film\tpos\n1\tA bad film\tneg\n');
    const bench = benchNames({ data });
    await expect(bench).rejects.toThrow(UsageError);
    await expect(bench).rejects.toThrow(
      /lacks 100 of the sample's 100 sentences; expected the training sentences/,
    );
  } finally {
    await rm(folder, { recursive: true });
  }
});
