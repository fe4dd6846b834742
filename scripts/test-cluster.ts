// npm run test:cluster -- --context kind-movie-sentiment --url http://localhost:8080 --internal-url http://localhost:8081
// Tests a cluster for a quarter of an hour: everything that must hold there, with a table and a verdict.
import { Command, Option } from 'commander';
import { LOCAL, readImage } from './deploy/index.ts';
import { runProgram } from './program/run-program.ts';
import { readMinutes, readNamespace, STEP_NAMES, testCluster } from './test-cluster/index.ts';

const program = new Command('npm run test:cluster --')
  .description(
    'Deploy an overlay into a namespace of its own, verify it, roll a revision and move a canary under load, kill pods ' +
      'amid events, scale from zero and back, and measure cold starts. The namespace is deleted in the end. The exit ' +
      'code is 1 if a request or an event was lost, or anything else fails.',
  )
  .requiredOption('--url <url>', 'the gateway for what is seen from outside, such as that of Kourier')
  .requiredOption('--internal-url <url>', 'the gateway for addresses inside the cluster')
  .option(
    '--context <name>',
    "the context of kubectl's configuration (default: the current one, after a question)",
  )
  .addOption(
    new Option('--namespace <name>', 'made and deleted')
      .argParser(readNamespace)
      .default('movie-sentiment-test'),
  )
  .option('--overlay <name>', 'a folder of knative/overlays', LOCAL)
  .option('--image <ref>', 'the image of sentiment-http, as npm run deploy takes it', readImage)
  .option('--events-image <ref>', 'the image of sentiment-events, likewise', readImage)
  .addOption(new Option('--skip <step...>', 'what not to test').choices(STEP_NAMES).default([], 'nothing'))
  .option('--minutes <n>', 'the most that it takes', readMinutes, 40)
  .action(testCluster);

await runProgram(() => program.parseAsync());
