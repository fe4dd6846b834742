// npm run build:page
// Builds the page without a service, in a second: any host of files serves dist/page/, and browsers classify themselves.
import { buildCommand, buildPage, reportSizes } from './bundle/index.ts';
import { runProgram } from './program/run-program.ts';

const description = 'Build the page that classifies in the browser, for any host of files, into dist/page/.';
const program = buildCommand('npm run build:page --', description).action(async ({ model }) => {
  const { name, folder, sizes } = await buildPage(model);
  reportSizes(folder, sizes);
  console.log(`built with ${name}`);
});
await runProgram(() => program.parseAsync());
