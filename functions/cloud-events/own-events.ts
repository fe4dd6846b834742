import { toAttribute } from '../../classifier/src/index.ts';
import type { Answer } from '../contract/abstain.ts';
import { UNDECIDED } from '../contract/sentiment-title.ts';
import type { CloudEvent } from './event.ts';

/** The `type` of reply events. */
export const REPLY_TYPE = 'dev.movie-sentiment.classified.v1';
/** The `type` of events that keep a text with its answer. */
export const RECORD_TYPE = 'dev.movie-sentiment.recorded.v1';

/**
 * Whether an event comes from here, sent back by a Trigger without a filter: an answer to it would come back too, and
 * without end.
 */
export function isOwn({ attributes }: CloudEvent): boolean {
  return attributes.type === REPLY_TYPE || attributes.type === RECORD_TYPE;
}

/** The attributes of our events that Triggers filter by. */
export function classAttributes({ sentiment, label }: Answer): Record<string, string> {
  return {
    sentiment: sentiment === null ? UNDECIDED : toAttribute(sentiment, label!),
    ...(label !== null && { label: String(label) }),
  };
}
