export { readOpenApi, writeRequests } from './write-requests.ts';
