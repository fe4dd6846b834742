import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** What a handler gives back to Lambda. */
export interface LambdaAnswer {
  statusCode: number;
  headers: Record<string, string>;
  multiValueHeaders?: Record<string, string[]>;
  body: string;
  isBase64Encoded?: boolean;
}

/** Loads a built function in a process of its own, which sends a message when it is ready. */
export function startLambda(folder: string, env: Record<string, string> = {}): ChildProcess {
  const standIn = join(import.meta.dirname, 'lambda-runtime.mjs');
  return fork(standIn, [join(folder, 'index.js')], {
    env,
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
}

/** The answer to an event. @throws Error with what the handler has thrown */
export async function invokeLambda(runtime: ChildProcess, event: object): Promise<LambdaAnswer> {
  runtime.send(event);
  const [{ answer, error }] = (await once(runtime, 'message')) as [{ answer?: LambdaAnswer; error?: string }];
  if (answer === undefined) throw new Error(error);
  return answer;
}
