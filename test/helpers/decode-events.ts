import { finish } from '../../classifier/src/index.ts';
import { decodeBatch, decodeEvent } from '../../functions/cloud-events/decode.ts';
import type { ProblemType } from '../../functions/contract/problems.ts';
import { BATCH, headersOf, REQUIRED, STRUCTURED } from './cloud-events.ts';

const HEADERS = { ...headersOf(REQUIRED), 'content-type': 'application/json' };

/** Decodes an event in binary mode. */
export const binary = (headers: Record<string, string> = {}, body = '{"mytext":"Fine."}') =>
  decodeEvent({ ...HEADERS, ...headers }, Buffer.from(body));

/** Decodes an event in structured mode. */
export const structured = (event: unknown, contentType = STRUCTURED) =>
  decodeEvent({ 'content-type': contentType }, Buffer.from(JSON.stringify(event)));

/** Decodes a batch. */
export const batched = (batch: unknown) =>
  finish(decodeBatch({ 'content-type': BATCH }, Buffer.from(JSON.stringify(batch))));

/** What is thrown: the kind of problem and where it points. */
export function refusal(work: () => unknown) {
  try {
    work();
  } catch (error) {
    return error as { type: ProblemType; pointer?: string; message: string };
  }
  throw new Error('nothing was refused');
}
