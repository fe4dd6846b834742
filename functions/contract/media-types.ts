/** The media type of JSON. */
export const JSON_TYPE = 'application/json';
/** The media type of a stream of JSON values, one per line. */
export const NDJSON = 'application/x-ndjson';
/** All accepted names of that type. None is registered. */
export const NDJSON_TYPES = [NDJSON, 'application/ndjson', 'application/jsonl'] as const;
/** Matches content types that claim to be NDJSON, even if they are otherwise invalid. */
export const NDJSON_PATTERN = /^\s*application\/(?:(?:x-)?ndjson|jsonl)\b/i;
/** The accepted content types of a batch, for error messages. */
export const BATCH_TYPES = `${JSON_TYPE}, or for a stream ${NDJSON_TYPES.join(' or ')}`;
