import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { hasChromium, useBrowserPage } from '../../helpers/browser-page.ts';

const PROBLEM = { status: 503, contentType: 'application/problem+json', headers: { 'retry-after': '1' } };

describe.skipIf(!hasChromium)('the page in Chromium', () => {
  const tab = useBrowserPage();
  const { text, isVisible, write, settle, answerPosts } = tab;

  test('a result that is long in coming leaves the one before it dimmed', async () => {
    const opacity = () => tab.page.locator('#result').evaluate((result) => getComputedStyle(result).opacity);
    await write('A good film.');
    expect(await opacity()).toBe('1');
    await answerPosts(async (route) => {
      await sleep(1500);
      await route.fallback();
    });
    await tab.page.fill('#text', 'A terrible film.');
    await sleep(300);
    expect(await opacity()).toBe('1');
    await sleep(900);
    expect(Number(await opacity())).toBeLessThan(0.6);
    await settle();
    expect(await opacity()).toBe('1');
  });

  test('a text over the limit is told of before it is sent', async () => {
    await write('🎬'.repeat(20_000));
    expect(await isVisible('result')).toBe(true);
    const { length } = tab.requested;
    await write('🎬'.repeat(20_001));
    expect(await text('problem-text')).toBe('The text has 20,001 characters; at most 20,000 are accepted.');
    expect(tab.requested).toHaveLength(length);
    expect(await isVisible('again')).toBe(false);
  });

  test('an answer that is out of date is dropped', async () => {
    await answerPosts(async (route, mytext) => {
      if (mytext === 'A terrible film.') await sleep(400);
      await route.fallback().catch(() => {});
    });
    await tab.page.fill('#text', 'A terrible film.');
    await sleep(150);
    await write('A wonderful film.');
    await sleep(500);
    expect(await text('curl')).toContain('wonderful');
    expect(await text('sentiment')).toMatch(/positive/i);
  });

  test('an error of the service is shown as a sentence, and goes away', async () => {
    let isBroken = true;
    await answerPosts((route) =>
      isBroken
        ? route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>Bad gateway' })
        : route.fallback(),
    );
    await write('Fine.');
    expect(await text('problem-text')).toBe('The service failed with HTTP status 502.');
    expect([await isVisible('result'), await isVisible('request')]).toEqual([false, false]);
    isBroken = false;
    await tab.page.click('#again');
    await tab.page.locator('#result').waitFor();
    expect(await isVisible('problem')).toBe(false);
    // And not lost with the button.
    expect(await tab.page.locator('#text').evaluate((field) => field === document.activeElement)).toBe(true);
  });

  test.each([
    [400, false],
    [413, false],
    [415, false],
    [422, false],
    [408, true],
    [429, true],
    [500, true],
    [503, true],
    [504, true],
  ])('trying again after a %i is offered where it may help: %s', async (status, isOffered) => {
    const problem = { type: '/problems/some', detail: 'It is so.' };
    await answerPosts((route) => route.fulfill({ ...PROBLEM, status, body: JSON.stringify(problem) }));
    await write('Fine.');
    expect(await text('problem-text')).toMatch(/^It is so\./);
    expect(await isVisible('again')).toBe(isOffered);
  });

  test('under overload it tries again by itself, when the service says', async () => {
    let numPosts = 0;
    await answerPosts((route) => {
      const problem = { type: '/problems/overloaded', detail: 'More requests come in than can be answered.' };
      return numPosts++ === 0
        ? route.fulfill({ ...PROBLEM, body: JSON.stringify(problem) })
        : route.fallback();
    });
    await write('Fine.');
    expect(await text('problem-text')).toBe(
      'More requests come in than can be answered. Trying again in 1 s.',
    );
    await tab.page.locator('#result').waitFor();
    expect(numPosts).toBe(2);
  });

  test('without a connection it says so, and goes on when there is one', async () => {
    await tab.page.context().setOffline(true);
    await write('Fine.');
    expect(await text('problem-text')).toMatch(/^The service cannot be reached\./);
    expect(await isVisible('again')).toBe(true);
    await tab.page.context().setOffline(false);
    await tab.page.locator('#result').waitFor();
  });
});
