import { parseShare } from '../contract/abstain.ts';
import type { Recorder } from '../service/recorder.ts';
import { fail } from './settings.ts';

/**
 * What hands texts and answers on, where `RECORD_SINK` names somebody to keep them; the code for it is loaded only
 * then. A wrong setting ends the process.
 * @param source the `source` of its events
 * @param onError called where an event was not taken, after one that was
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
    // Not shown, since it may hold a password.
    fail('RECORD_SINK is no address to post to; expected a URL such as http://sink.example/, without a user');
  }
  const { startRecorder } = await import('../record/index.ts');
  return startRecorder({ sink: url, share, source }, onError);
}
