export { checkAnswer, type OpenApi, type Operation } from './check-answer.ts';
export { connect, type Send } from './client.ts';
export { readHeader, readTimeout } from './options.ts';
export { CHECK_NAMES, EVENTS_CHECKS, HTTP_CHECKS, runChecks } from './run-checks.ts';
export { localUrl, verify } from './verify.ts';
