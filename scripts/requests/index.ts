export { writeRequests } from './write-requests.ts';
