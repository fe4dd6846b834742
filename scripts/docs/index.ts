export { renewDocuments } from './renew-documents.ts';
