import { describe, expect, test } from 'vitest';
import { readContrasts } from '../../../scripts/behaviour/contrasts.ts';
import { readOpinions } from '../../../scripts/behaviour/opinions.ts';

const opinions = await readOpinions();
const contrasts = await readContrasts();

/** How often each value occurs. */
function count(values: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    Object.entries(Object.groupBy(values, (value) => value)).map(([k, v]) => [k, v!.length]),
  );
}

/** Texts as a reader compares them: letters and digits only. */
function bare(texts: readonly string[]): string[] {
  return texts.map((text) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim(),
  );
}

describe('the opinions of other domains', () => {
  test('have the four fields and no other, each with a value it may have', () => {
    for (const opinion of opinions) {
      expect(opinion).toEqual({
        text: expect.any(String),
        side: expect.stringMatching(/^(negative|positive)$/),
        domain: expect.stringMatching(/^(product|restaurant|app|hotel|service|travel|book|game)$/),
        style: expect.stringMatching(/^(plain|mixed)$/),
      });
    }
  });

  test('are 300, as many on one side as on the other, plain and mixed', () => {
    expect(count(opinions.map(({ style, side }) => `${style}, ${side}`))).toEqual({
      'plain, negative': 90,
      'plain, positive': 90,
      'mixed, negative': 60,
      'mixed, positive': 60,
    });
  });

  test('are 37 to 39 of each domain, on its two sides alike to within one', () => {
    const domains = Object.entries(Object.groupBy(opinions, ({ domain }) => domain));
    expect(domains).toHaveLength(8);
    for (const [domain, ofDomain] of domains) {
      const { negative, positive } = count(ofDomain.map(({ side }) => side));
      expect(Math.abs(negative! - positive!), domain).toBeLessThanOrEqual(1);
      expect(ofDomain.length).toBeGreaterThanOrEqual(37);
      expect(ofDomain.length).toBeLessThanOrEqual(39);
    }
  });

  test('are all different, of 4 to 30 words, without white space to spare', () => {
    expect(new Set(bare(opinions.map(({ text }) => text))).size).toBe(300);
    for (const { text } of opinions) {
      expect(text).toBe(text.trim().replace(/\s+/g, ' '));
      const numWords = text.split(' ').length;
      expect(numWords, text).toBeGreaterThanOrEqual(4);
      expect(numWords, text).toBeLessThanOrEqual(30);
    }
  });

  test('are not of films', () => {
    expect(opinions.filter(({ text }) => /\b(films?|movies?|cinema)\b/i.test(text))).toEqual([]);
  });
});

describe('the contrasts', () => {
  test('have the fields of a contrast and no other', () => {
    const texts = { lower: expect.any(String), higher: expect.any(String), control: expect.any(String) };
    for (const { lowerBelow, higherAbove, ...contrast } of contrasts) {
      expect(contrast).toEqual({ phenomenon: expect.any(String), ...texts });
      expect([2, undefined]).toContain(lowerBelow);
      expect([2, undefined]).toContain(higherAbove);
    }
  });

  test('are sixty, of nine phenomena', () => {
    expect(count(contrasts.map(({ phenomenon }) => phenomenon))).toEqual({
      negation: 18,
      'double negation': 4,
      'but-clause': 10,
      intensifier: 8,
      comparison: 7,
      sarcasm: 5,
      conditional: 4,
      understatement: 2,
      question: 2,
    });
  });

  test('are of texts that are all different and not blank', () => {
    const texts = bare(contrasts.flatMap(({ lower, higher, control }) => [lower, higher, control]));
    expect(new Set(texts).size).toBe(180);
    expect(texts).not.toContain('');
  });

  test('hold those that were asked for', () => {
    expect(contrasts[0]).toMatchObject({ lower: 'not good', higher: 'good', lowerBelow: 2, higherAbove: 2 });
    expect(contrasts).toContainEqual(
      expect.objectContaining({
        lower: 'plenty of funny quotes but ultimately fell flat',
        lowerBelow: 2,
      }),
    );
  });
});
