import { afterAll, expect, test } from 'vitest';
import { built } from '../helpers/built.ts';
import { runScript } from '../helpers/run-script.ts';
import { killAll, serveBundle } from '../helpers/serve-bundle.ts';

afterAll(killAll);

test('the built functions pass all checks of npm run verify', async () => {
  const http = await serveBundle((await built('http')).folder);
  const events = await serveBundle((await built('events')).folder);
  const urls = ['--url', `http://127.0.0.1:${http.port}`, '--events-url', `http://127.0.0.1:${events.port}`];
  const { stdout, code } = await runScript('verify.ts', urls);
  expect(stdout).not.toContain('FAIL');
  expect(stdout).toContain(' checks, all ok');
  expect(code).toBe(0);
});
