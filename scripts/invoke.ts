// npm run invoke -- "A lovely film."
// Sends a text to a running function, as `func invoke --data` does, and prints the answer.
import { Command, Option } from 'commander';
import { FORMATS, type Format, invoke } from './invoke/invoke.ts';
import { runProgram } from './program/run-program.ts';

const program = new Command('npm run invoke --')
  .description('Send a text to a running function and print its answer.')
  .argument('<text>', 'the text to classify')
  .option('--url <url>', 'address of the function', 'http://localhost:8080')
  .addOption(new Option('--format <format>', 'how to send the text').choices(FORMATS).default('http'))
  .action(async (text: string, options: { url: string; format: Format }) => {
    console.log(await invoke(text, options.url, options.format));
  });

await runProgram(() => program.parseAsync());
