/** The media type of JSON. */
export const JSON_TYPE = 'application/json';
/** The media type of a stream of JSON values, one a line. */
export const NDJSON = 'application/x-ndjson';
/** All names of that type, none of which is registered. */
export const NDJSON_TYPES = [NDJSON, 'application/ndjson', 'application/jsonl'] as const;
/** Matches content types that claim to be NDJSON, whether or not the rest of them is right. */
export const NDJSON_PATTERN = /^\s*application\/(?:(?:x-)?ndjson|jsonl)\b/i;
/** What a batch may be, as an error says it. */
export const BATCH_TYPES = `${JSON_TYPE}, or for a stream ${NDJSON_TYPES.join(' or ')}`;
