import { parseShare } from '../contract/abstain.ts';
import type { Recorder } from '../service/recorder.ts';
import { fail } from './settings.ts';

/**
 * Starts a recorder that sends texts and answers to `RECORD_SINK`. Its code is loaded only if that variable is set. An
 * invalid setting ends the process.
 * @param source the `source` of its events
 * @param onError called at the first failure after a success
 * @returns undefined if `RECORD_SINK` is not set
 */
export async function openRecorder(
  source: string,
  onError: (error: unknown) => void,
): Promise<Recorder | undefined> {
  const { RECORD_SINK: sink = '', RECORD_SHARE: written = '' } = process.env;
  const share = written === '' ? 1 : parseShare(written);
  if (share === undefined) {
    fail(`RECORD_SHARE is "${written}"; expected a number from 0 to 1 such as 0.1`);
  }
  if (sink === '') return undefined;
  const url = URL.parse(sink);
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    // The value is not shown, since it may hold a password.
    fail('RECORD_SINK is not a valid URL; expected one such as http://sink.example/, without a user name');
  }
  const { startRecorder } = await import('../record/index.ts');
  return startRecorder({ sink: url, share, source }, onError);
}
