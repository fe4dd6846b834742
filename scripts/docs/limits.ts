import { LIMITS, TRANSFORMER_LIMITS } from '../../functions/contract/limits.ts';
import { count } from '../program/numbers.ts';
import { leftTable } from './left-table.ts';

const MEANINGS: Record<keyof typeof LIMITS, string> = {
  textCharacters: 'characters in a text (Unicode code points)',
  batchTexts: 'texts or events in a batch',
  bodyBytes: 'bytes in a decompressed body; a stream has no limit',
  headerFields: 'header fields in a request, of 16 KiB together',
  jsonParts: 'arrays, objects and their members in a body of JSON',
  lineBytes: 'bytes in a line of a stream',
  explanationTokens: 'tokens in a text, to explain them',
  explanationSentenceTokens: 'tokens in a sentence, to explain them',
  explanationSentencesTimesTokens:
    'sentences times tokens, to weigh sentences with a model that reads whole texts',
  idleSeconds: 'seconds in which a client must send or read something during a request',
};

const MEANINGS_OF_TRANSFORMERS: Record<keyof typeof TRANSFORMER_LIMITS, string> = {
  batchTexts: MEANINGS.batchTexts,
  batchCharacters: 'characters of all texts in a batch (UTF-16 code units)',
  batchDetailedTexts: 'texts in a batch with `explain` or `sentences`',
};

/** Tabulates the limits that all functions enforce, by their names in `GET /model`. */
export function tabulateLimits(): string {
  return tabulate(LIMITS, MEANINGS);
}

/** Tabulates the limits that they enforce beside those for a transformer. */
export function tabulateTransformerLimits(): string {
  return tabulate(TRANSFORMER_LIMITS, MEANINGS_OF_TRANSFORMERS);
}

function tabulate<Name extends string>(
  limits: Readonly<Record<Name, number>>,
  meanings: Readonly<Record<Name, string>>,
): string {
  return leftTable(
    ['limit', 'at most', ''],
    (Object.keys(meanings) as Name[]).map((name) => [`\`${name}\``, count(limits[name]), meanings[name]]),
  );
}
