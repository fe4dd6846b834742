/** The media type of JSON. */
export const JSON_TYPE = 'application/json';
/** The media type of a stream of JSON values, one a line. */
export const NDJSON = 'application/x-ndjson';
/** Matches content types that claim to be NDJSON, whether or not the rest of them is right. */
export const NDJSON_PATTERN = /^\s*application\/x-ndjson\b/i;
