// npm run build:page
// Builds the page that needs no service, in a second: any static host serves dist/page/, and the browser classifies.
import { SMALL_KINDS } from '../classifier/src/index.ts';
import { buildCommand, buildPage, reportSizes } from './bundle/index.ts';
import { runProgram } from './program/run-program.ts';

const description = 'Build the page that classifies in the browser into dist/page/, for any static host.';
const program = buildCommand('npm run build:page --', description, SMALL_KINDS).action(async ({ model }) => {
  const { name, folder, sizes } = await buildPage(model);
  reportSizes(folder, sizes);
  console.log(`built with ${name}`);
});
await runProgram(() => program.parseAsync());
