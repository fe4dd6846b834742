// npm start
// Builds and serves the HTTP function on PORT (default 8080), in about two seconds. Where the build tools are not
// installed, as in an image made by `func build`, it serves the output of an earlier `npm run build`.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const BUILT = new URL('../dist/http/index.js', import.meta.url);

if (hasBuildTools()) await build();
else checkBuilt();
// In this process, so that a signal reaches the server and not only the program that started it.
if (process.exitCode === undefined) await import(BUILT.href);

function hasBuildTools(): boolean {
  try {
    import.meta.resolve('commander');
    import.meta.resolve('esbuild');
    return true;
  } catch {
    return false;
  }
}

async function build(): Promise<void> {
  const { buildAndReport, buildCommand } = await import('./bundle/index.ts');
  const { runProgram } = await import('./program/run-program.ts');
  const { VARIABLES } = await import('../functions/process/variables.ts');
  const program = buildCommand('npm start --', 'Build and serve the HTTP function.')
    .addHelpText(
      'after',
      `\nFrom the environment: ${Object.keys(VARIABLES).join(', ')} (functions/README.md).`,
    )
    .action(({ model }) => buildAndReport(['http'], model));
  await runProgram(() => program.parseAsync());
}

function checkBuilt(): void {
  if (process.argv.length > 2) {
    refuse('the build tools are not installed, so no option is accepted; MODEL=FILE names another model');
  } else if (existsSync(BUILT)) {
    console.error(`the build tools are not installed; serving ${fileURLToPath(BUILT)} as it was built`);
  } else {
    refuse('found neither the build tools nor a build; run "npm ci" and then "npm run build"');
  }
}

function refuse(reason: string): void {
  console.error(`error: ${reason}`);
  process.exitCode = 1;
}
