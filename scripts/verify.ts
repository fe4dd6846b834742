// npm run verify
// Sends a deployment some thirty requests, which must be answered as the contract says. It takes a second or so, with
// a cold start before it.
import { Command, Option } from 'commander';
import { runProgram } from './program/run-program.ts';
import { CHECK_NAMES, localUrl, readHeader, readTimeout, verify } from './verify/index.ts';

const program = new Command('npm run verify --')
  .description('Check that a deployment keeps the contract. The exit code is 1 if it does not.')
  .option('--url <url>', `a deployment of the function "http" (default: ${localUrl()}, without --events-url)`)
  .option('--host <name>', 'the host to ask it for, where the URL is that of a gateway such as Kourier')
  .option('--events-url <url>', 'a deployment of the function "events"')
  .option('--events-host <name>', 'the host to ask that one for')
  .addOption(
    new Option(
      '--header <header>',
      'for every request, such as "Authorization: Bearer TOKEN"; as often as needed',
    )
      .argParser(readHeader)
      .default({}, 'none'),
  )
  .option('--timeout <seconds>', 'how long to wait for an answer, a cold start too', readTimeout, 30)
  .addOption(new Option('--skip <check...>', 'what not to check').choices(CHECK_NAMES).default([], 'nothing'))
  .option('--json', 'print JSON in place of a table', false)
  .action(verify);

await runProgram(() => program.parseAsync());
