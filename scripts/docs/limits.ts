import { LIMITS } from '../../functions/contract/limits.ts';
import { count } from '../program/numbers.ts';
import { leftTable } from './left-table.ts';

const MEANINGS: Record<keyof typeof LIMITS, string> = {
  textCharacters: 'characters in a text (Unicode code points)',
  batchTexts: 'texts or events in a batch',
  bodyBytes: 'bytes in a body, decompressed; a stream has no limit',
  jsonParts: 'arrays and objects in a body of JSON',
  lineBytes: 'bytes in a line of a stream',
  explanationTokens: 'tokens of a text that are explained',
  explanationSentenceTokens: 'tokens of a sentence that are explained',
  explanationSentencesTimesTokens:
    'sentences times tokens, for sentences to be explained by a model that reads whole texts',
  idleSeconds: 'seconds for which a connection may send or read nothing',
};

/** Tabulates the limits of every handler, by their names in `GET /model`. */
export function tabulateLimits(): string {
  const names = Object.keys(MEANINGS) as (keyof typeof LIMITS)[];
  return leftTable(
    ['limit', 'at most', ''],
    names.map((name) => [`\`${name}\``, count(LIMITS[name]), MEANINGS[name]]),
  );
}
