// npm run test:cluster -- --context kind-movie-sentiment --url http://localhost:8080 --internal-url http://localhost:8081
// Tests a deployment on a cluster and prints a table and a verdict. Takes about 10 minutes.
import { Command, Option } from 'commander';
import { LOCAL, readImage } from './deploy/index.ts';
import { runProgram } from './program/run-program.ts';
import { readMinutes, readNamespace, STEP_NAMES, testCluster } from './test-cluster/index.ts';

const program = new Command('npm run test:cluster --')
  .description(
    'Deploy an overlay into a namespace of its own, verify it, roll a revision and move a canary under load, kill pods ' +
      'during events, scale from zero and back, and measure cold starts. The namespace is deleted at the end. The exit ' +
      'code is 1 if a request or an event was lost, or anything else fails.',
  )
  .requiredOption('--url <url>', 'the gateway for external addresses, such as that of Kourier')
  .requiredOption('--internal-url <url>', 'the gateway for cluster-local addresses')
  .option(
    '--context <name>',
    "the context of kubectl's configuration (default: the current one, after a question)",
  )
  .addOption(
    new Option('--namespace <name>', 'a new namespace, deleted at the end')
      .argParser(readNamespace)
      .default('movie-sentiment-test'),
  )
  .option('--overlay <name>', 'a folder of knative/overlays', LOCAL)
  .option('--image <ref>', 'the image of sentiment-http, in the form that npm run deploy accepts', readImage)
  .option('--events-image <ref>', 'the image of sentiment-events, likewise', readImage)
  .addOption(new Option('--skip <step...>', 'steps to skip').choices(STEP_NAMES).default([], 'nothing'))
  .option('--minutes <n>', 'time limit, in minutes', readMinutes, 40)
  .action(testCluster);

await runProgram(() => program.parseAsync());
