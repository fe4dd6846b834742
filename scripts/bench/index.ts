export { addBenches } from './commands.ts';
