import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Browser, Page, Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { build } from '../../scripts/bundle/build-function.ts';
import { findChromium, launchChromium } from '../../scripts/servers/chromium.ts';
import { killAll, type Served, serveBundle } from './serve-bundle.ts';

const executablePath = findChromium();
if (!executablePath) {
  console.warn('SKIPPED: the page is NOT tested, since no Chromium is found; CHROMIUM may name one');
}

/** Whether there is a Chromium to test the page in. */
export const hasChromium = executablePath !== undefined;

/** Serves the page from a build, and opens it anew for each test of a suite; to be called in the suite. */
export function useBrowserPage() {
  let scratch: string;
  let served: Served;
  let browser: Browser;
  let page: Page;
  let requested: string[];
  let errors: string[];

  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'page-'));
    const folder = join(scratch, 'http');
    await build({ model: 'linear', folder });
    served = await serveBundle(folder);
    browser = await launchChromium(executablePath!);
  });

  afterAll(async () => {
    await browser?.close();
    killAll();
    await rm(scratch, { recursive: true });
  });

  beforeEach(async () => {
    await open();
  });

  afterEach(async () => {
    // Whatever a test did: only the service was asked, and the browser had nothing to complain of.
    expect(requested.filter((url) => !url.startsWith(`${origin()}/`) && !url.startsWith('data:'))).toEqual(
      [],
    );
    expect(errors).toEqual([]);
    await page.context().close();
  });

  const origin = () => `http://127.0.0.1:${served.port}`;

  async function open(options: Parameters<Browser['newContext']>[0] = {}): Promise<void> {
    await page?.context().close();
    const context = await browser.newContext(options);
    page = await context.newPage();
    page.setDefaultTimeout(5000);
    requested = [];
    errors = [];
    context.on('request', (request) => requested.push(request.url()));
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => {
      // An answer that is an error is told of too, and is what some tests are about.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
        errors.push(message.text());
      }
    });
    await page.addInitScript({ content: axe.source });
    await page.goto(`${origin()}/`);
  }

  const text = (id: string) => page.locator(`#${id}`).innerText();
  const isVisible = (id: string) => page.locator(`#${id}`).isVisible();

  /** Types or pastes a text, and waits for what comes of it. */
  async function write(mytext: string): Promise<void> {
    await page.fill('#text', mytext);
    await settle();
  }

  async function settle(): Promise<void> {
    await page.locator('#answer[aria-busy=false]').waitFor();
  }

  /** Answers posts in place of the service. */
  async function answerPosts(answer: (route: Route, mytext: string) => Promise<void>): Promise<void> {
    await page.route('**/*', (route) => {
      const request = route.request();
      return request.method() === 'POST' ? answer(route, request.postDataJSON().mytext) : route.fallback();
    });
  }

  return {
    /** The page of the test that runs. */
    get page() {
      return page;
    },
    /** The addresses that it has asked for. */
    get requested() {
      return requested;
    },
    open,
    origin,
    text,
    isVisible,
    write,
    settle,
    answerPosts,
  };
}
