// npm start
// Builds and serves the HTTP function on PORT (default 8080), in two seconds or so.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildAndReport, buildCommand, HTTP_FOLDER } from './build.ts';
import { runProgram } from './run-program.ts';

const program = buildCommand('npm start --', 'Build and serve the HTTP function.').action(async (options) => {
  await buildAndReport(options);
  // In this process, so that a signal reaches the server and not only the program that started it.
  await import(pathToFileURL(join(HTTP_FOLDER, 'index.js')).href);
});

await runProgram(() => program.parseAsync());
