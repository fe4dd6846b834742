import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as readText } from 'node:stream/consumers';

/** Node.js keeps compiled code there, so that a script starts in half the time. */
const NODE_COMPILE_CACHE = join(tmpdir(), 'node-compile-cache');

/** Preloaded, it makes a script believe that its standard error is a terminal. */
const TERMINAL = 'data:text/javascript,process.stderr.isTTY = true';

/** How a script is run. */
interface ScriptOptions {
  /** Whether its standard error seems to be a terminal. */
  isTerminal?: boolean;
  /** What its environment has beside that of the tests. */
  env?: Record<string, string>;
}

/** Starts one of the scripts, such as `train.ts`, in a process of its own. */
export function startScript(
  script: string,
  args: readonly string[],
  { isTerminal = false, env = {} }: ScriptOptions = {},
) {
  const path = join(import.meta.dirname, '../../scripts', script);
  const preload = isTerminal ? ['--import', TERMINAL] : [];
  return spawn(process.execPath, [...preload, path, ...args], {
    stdio: 'pipe',
    env: { ...process.env, NODE_COMPILE_CACHE, ...env },
  });
}

/** Runs one of the scripts in a process of its own, and gives what it printed and its exit code. */
export async function runScript(script: string, args: readonly string[], options: ScriptOptions = {}) {
  const child = startScript(script, args, options);
  child.stdin.end();
  const [stdout, stderr, [code]] = await Promise.all([
    readText(child.stdout),
    readText(child.stderr),
    once(child, 'close'),
  ]);
  return { stdout, stderr, code: code as number | null };
}

/** A small review and its label. */
export interface Review {
  text: string;
  label: number;
}

/** One word for each label. */
export const WORDS = ['awful', 'weak', 'ordinary', 'nice', 'superb'] as const;
const NOUNS = 'film story cast script music ending plot scene actor camera light sound'.split(' ');

/** Sixty small reviews, twelve of each label. */
export const REVIEWS: readonly Review[] = NOUNS.flatMap((noun) =>
  WORDS.map((word, label) => ({ text: `The ${noun} is ${word} .`, label })),
);

/** Reviews as Kaggle's TSV holds them: of each the sentence, then the last phrase of it. */
export function toKaggleTsv(reviews: readonly Review[]): string {
  const rows = reviews.flatMap(({ text, label }, i) => [
    `${2 * i + 1}\t${i + 1}\t${text}\t${label}`,
    `${2 * i + 2}\t${i + 1}\t${text.split(' ').slice(2).join(' ')}\t${label}`,
  ]);
  return `${['PhraseId\tSentenceId\tPhrase\tSentiment', ...rows].join('\n')}\n`;
}
