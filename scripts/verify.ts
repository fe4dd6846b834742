// npm run verify
// Sends about thirty requests to a deployment and checks the answers against the contract. Takes about a second after
// the cold start.
import { Command, Option } from 'commander';
import { runProgram } from './program/run-program.ts';
import { CHECK_NAMES, localUrl, readHeader, readTimeout, verify } from './verify/index.ts';

const program = new Command('npm run verify --')
  .description('Check that a deployment keeps the contract. The exit code is 1 if it does not.')
  .option('--url <url>', `a deployment of the function "http" (default: ${localUrl()}, without --events-url)`)
  .option('--host <name>', 'value of its Host header, where the URL is that of a gateway such as Kourier')
  .option('--events-url <url>', 'a deployment of the function "events"')
  .option('--events-host <name>', 'value of its Host header, likewise')
  .addOption(
    new Option(
      '--header <header>',
      'header of every request, such as "Authorization: Bearer TOKEN"; repeatable',
    )
      .argParser(readHeader)
      .default({}, 'none'),
  )
  .option('--timeout <seconds>', 'how long to wait for an answer, including a cold start', readTimeout, 30)
  .addOption(new Option('--skip <check...>', 'checks to skip').choices(CHECK_NAMES).default([], 'nothing'))
  .option('--json', 'print JSON in place of a table', false)
  .action(verify);

await runProgram(() => program.parseAsync());
