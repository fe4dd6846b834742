import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { MODEL_KINDS } from '../../../classifier/src/index.ts';
import { CAPABILITIES } from '../../../scripts/behaviour/capabilities.ts';
import { textsOf } from '../../../scripts/behaviour/case.ts';
import { readOpinions } from '../../../scripts/behaviour/opinions.ts';
import { countRates, findOtherCases, type Rates } from '../../../scripts/behaviour/rates.ts';
import { RATES_FILE } from '../../../scripts/behaviour/rates-file.ts';
import { readBehaviour } from '../../../scripts/behaviour/read-cases.ts';

const opinions = await readOpinions();
const behaviour = await readBehaviour();

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

describe('the cases', () => {
  const texts = behaviour.flatMap(({ cases }) => cases.flatMap(textsOf));

  test('are of all capabilities, each with at least twenty sentences written one by one', () => {
    expect(behaviour.map(({ capability }) => capability)).toEqual(CAPABILITIES);
    for (const { capability, numSentences } of behaviour) {
      expect(numSentences, capability).toBeGreaterThanOrEqual(20);
    }
  });

  test('are more than their sentences, by templates, but not so many that these drown the sentences', () => {
    for (const { capability, cases, numSentences } of behaviour) {
      expect(cases.length, capability).toBeGreaterThan(numSentences);
      expect(cases.length, capability).toBeLessThan(8 * numSentences);
    }
  });

  test('have no single text twice, whatever their capability', () => {
    const single = behaviour.flatMap(({ cases }) => cases.filter((one) => !('changed' in one)));
    const counts = count(single.map(({ text }) => text));
    expect(Object.entries(counts).filter(([, number]) => number > 1)).toEqual([]);
  });

  test('have every slot filled, and the article that goes with the word', () => {
    expect(texts.filter((text) => /[{}]/.test(text))).toEqual([]);
    expect(texts.filter((text) => /\ba (?!one\b|uni|use|eu)[aeiou]/i.test(text))).toEqual([]);
    expect(texts.filter((text) => /\ban (?!hour|hon|heir)[^aeiou\W]/i.test(text))).toEqual([]);
  });

  test('hold the contrasts that were asked for', () => {
    const negation = behaviour.find(({ capability }) => capability === 'negation')!.cases;
    expect(negation).toContainEqual({ text: 'not good', expect: 'negative' });
    expect(negation).toContainEqual({ text: 'good', expect: 'positive' });
    const butClauses = behaviour.find(({ capability }) => capability === 'but clauses')!.cases;
    const text = 'plenty of funny quotes but ultimately fell flat';
    expect(butClauses).toContainEqual({ text, expect: 'negative' });
  });
});

test('the committed rates are of these cases and of all models', async () => {
  const rates = JSON.parse(await readFile(RATES_FILE, 'utf8')) as Rates;
  expect(findOtherCases(rates, countRates(behaviour, {}))).toEqual([]);
  expect(Object.keys(rates.failures).sort()).toEqual([...MODEL_KINDS].sort());
});
