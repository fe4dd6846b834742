export { type PackOptions, pack } from './pack.ts';
