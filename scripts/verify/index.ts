export { checkAnswer, type OpenApi, type Operation } from './check-answer.ts';
export { readHeader, readTimeout } from './options.ts';
export { CHECK_NAMES } from './run-checks.ts';
export { LOCAL_URL, verify } from './verify.ts';
