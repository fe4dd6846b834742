import { expect, test } from 'vitest';
import { SENTIMENTS } from '../../../../classifier/src/index.ts';
import { drawFrequentWords } from '../../../../scripts/explore/word-map/charts.ts';
import { describePlaces } from '../../../../scripts/explore/word-map/findings.ts';
import { countWords } from '../../../../scripts/explore/word-map/frequent-words.ts';
import { placeFrequentWords } from '../../../../scripts/explore/word-map/study.ts';
import { expectWhole, fillsOf, LONG_TITLE, textsOf } from '../../../helpers/chart-texts.ts';
import { repeat } from '../../../helpers/make-sentence.ts';

const SENTENCES = [
  ...repeat(6, 'the/DET good/ADJ film/NOUN', 0),
  ...repeat(5, 'a/DET bad/ADJ film/NOUN film/NOUN', 0),
  ...repeat(4, 'rare/ADJ', 0),
];
const TABLE = {
  name: 'made',
  numDimensions: 2,
  words: ['good', 'bad', 'film', 'the', 'rare'],
  vectors: Float32Array.of(1, 0, 1, 0.1, 0, 1, 1, 1, 0, 0),
};

test('words of content are counted once a sentence, and those of five sentences or more are kept', () => {
  expect(countWords(SENTENCES)).toEqual([
    { word: 'film', numSentences: 11 },
    { word: 'good', numSentences: 6 },
    { word: 'bad', numSentences: 5 },
  ]);
});

test('a source that knows fewer than five of the words places none', () => {
  expect(placeFrequentWords(SENTENCES, [TABLE], 1)).toEqual([]);
});

const more = ['cast', 'story', 'scene'].flatMap((word) => repeat(5, `${word}/NOUN`, 0));
const known = {
  ...TABLE,
  words: ['good', 'bad', 'film', 'cast', 'story'],
};
const [places] = placeFrequentWords([...SENTENCES, ...more], [known], 1);

test('the most frequent words that the source knows are placed, and the test pairs compared', () => {
  expect(places!.words.map(({ word }) => word)).toEqual(['film', 'good', 'bad', 'cast', 'story']);
  expect(places!.words[0]).toMatchObject({
    umap: [expect.any(Number), expect.any(Number)],
    pca: [expect.any(Number), expect.any(Number)],
  });
  const [happySad, goodBad] = places!.pairs;
  expect(happySad).toBeUndefined();
  expect(goodBad!.cosine).toBeCloseTo(0.995, 3);
  expect(describePlaces(places!)).toMatch(
    /^made: where the 5 most frequent words stand; good–bad are nearer than \d+ % of random pairs of words$/,
  );
  expect(describePlaces({ ...places!, pairs: [undefined, undefined] })).toBe(
    'made: where the 5 most frequent words stand',
  );
});

test('their map has one color and no legend', async () => {
  const drawing = await drawFrequentWords(LONG_TITLE, places!);
  expectWhole(drawing, ['film', 'cast', expect.stringMatching(/^UMAP/)]);
  for (const sentiment of SENTIMENTS) expect(textsOf(drawing.svg)).not.toContain(sentiment);
  expect(fillsOf(drawing.svg).size).toBeLessThan(4);
});
