import type { FastifyReply, FastifyRequest } from 'fastify';
import { abstain } from '../contract/abstain.ts';
import { readOptions, readText } from '../contract/read-request.ts';
import { toTitle, UNDECIDED } from '../contract/sentiment-title.ts';
import type { Service } from '../service/service.ts';
import { decodeBody } from '../wire/decode-body.ts';
import { negotiate, varyByAccept } from '../wire/negotiate.ts';

/** Creates the route handler of `POST /` for one text. */
export function createTextHandler({ texts, memory }: Service) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    varyByAccept(reply);
    const mediaType = negotiate(request.headers.accept, ['application/json', 'text/plain']);
    const text = readText(decodeBody(request.body as Buffer | undefined, request.headers));
    const options = readOptions(request.query);
    await memory.reserveText(request, text, options);
    const isWanted = (): boolean => !reply.raw.destroyed;
    const result = abstain(await texts.classify(text, options, '/mytext', isWanted), options);
    if (mediaType === 'application/json') return result;
    reply.type('text/plain; charset=utf-8');
    return toTitle(result.sentiment ?? UNDECIDED);
  };
}
