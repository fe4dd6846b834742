// npm run requests
// Writes the examples of the OpenAPI document as a Postman collection and as an HTTP file for editors, in a second.
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { ROOT } from './program/root.ts';
import { runProgram } from './program/run-program.ts';
import { writeRequests } from './requests/index.ts';

const FOLDER = join(ROOT, 'functions/requests');

const program = new Command('npm run requests --')
  .description('Write the requests of the OpenAPI document as a Postman collection and an HTTP file.')
  .addOption(new Option('--out <folder>', 'where to').default(FOLDER, 'functions/requests'))
  .action(async ({ out }: { out: string }) => {
    for (const path of await writeRequests(out)) console.log(path);
  });

await runProgram(() => program.parseAsync());
