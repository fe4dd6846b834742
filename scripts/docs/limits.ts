import { LIMITS } from '../../functions/contract/limits.ts';
import { count } from '../program/numbers.ts';
import { leftTable } from './left-table.ts';

const MEANINGS: Record<keyof typeof LIMITS, string> = {
  textCharacters: 'characters in a text (Unicode code points)',
  batchTexts: 'texts or events in a batch',
  bodyBytes: 'bytes in a decompressed body; a stream has no limit',
  jsonParts: 'arrays and objects in a body of JSON',
  lineBytes: 'bytes in a line of a stream',
  explanationTokens: 'tokens in a text, to explain them',
  explanationSentenceTokens: 'tokens in a sentence, to explain them',
  explanationSentencesTimesTokens:
    'sentences times tokens, to weigh sentences with a model that reads whole texts',
  idleSeconds: 'seconds in which a client must send or read something during a request',
};

/** Tabulates the limits that all functions enforce, by their names in `GET /model`. */
export function tabulateLimits(): string {
  const names = Object.keys(MEANINGS) as (keyof typeof LIMITS)[];
  return leftTable(
    ['limit', 'at most', ''],
    names.map((name) => [`\`${name}\``, count(LIMITS[name]), MEANINGS[name]]),
  );
}
