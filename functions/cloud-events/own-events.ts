import { toAttribute } from '../../classifier/src/index.ts';
import type { Answer } from '../contract/abstain.ts';
import { UNDECIDED } from '../contract/sentiment-title.ts';
import type { CloudEvent } from './event.ts';

/** The `type` of reply events. */
export const REPLY_TYPE = 'dev.movie-sentiment.classified.v1';
/** The `type` of events that record a text and its answer. */
export const RECORD_TYPE = 'dev.movie-sentiment.recorded.v1';

/**
 * Whether an event is one of our own, returned by a Trigger without a filter. Answering it would cause an endless loop.
 */
export function isOwn({ attributes }: CloudEvent): boolean {
  return attributes.type === REPLY_TYPE || attributes.type === RECORD_TYPE;
}

/** Creates the attributes of our events that Triggers can filter by. */
export function classAttributes({ sentiment, label }: Answer): Record<string, string> {
  return {
    sentiment: sentiment === null ? UNDECIDED : toAttribute(sentiment, label!),
    ...(label !== null && { label: String(label) }),
  };
}
