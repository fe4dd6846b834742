import { execFile, execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { built } from '../helpers/built.ts';
import { killAll, type Served, serveBundle } from '../helpers/serve-bundle.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Whether the real `func` is there; `go install knative.dev/func/cmd/func@latest` brings it where Go is. */
const hasFunc = ((): boolean => {
  try {
    execFileSync('func', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    console.warn(
      'SKIPPED: the real func, since there is none on the PATH; test/functions/func/func-yaml.test.ts sends its bytes',
    );
    return false;
  }
})();

describe.skipIf(!hasFunc)('the real func', () => {
  let http: Served;

  beforeAll(async () => {
    http = await serveBundle((await built('http')).folder);
  });
  afterAll(killAll);

  /** Runs `func invoke` on this repository. */
  async function invoke(...args: string[]): Promise<{ code: number; output: string }> {
    const all = ['invoke', '--path', ROOT, '--target', `http://127.0.0.1:${http.port}`, ...args];
    try {
      const { stdout, stderr } = await promisify(execFile)('func', all);
      return { code: 0, output: stdout + stderr };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { code, output: stdout + stderr };
    }
  }

  test.each(['http', 'cloudevent'])('func invoke --data is answered in the format %s', async (format) => {
    const { code, output } = await invoke('--format', format, '--data', '{"mytext":"A lovely film."}');
    expect(code).toBe(0);
    expect(output).toMatch(/"sentiment": ?"positive"/);
    expect(output).not.toContain('Warning'); // as func says it of a field of func.yaml that it does not know
  });

  test('func invoke alone fails, and the log says why', async () => {
    const { code, output } = await invoke();
    expect(code).not.toBe(0);
    expect(output).toContain('HTTP 400');
    await expect.poll(http.log).toContain('"status":400,"problem":"missing-text"');
  });
});
