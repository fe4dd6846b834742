// npm run deploy -- --overlay eks --image REF@DIGEST --events-image REF@DIGEST --dry-run
// Renders an overlay with images, applies it and waits until it is ready: seconds to two minutes.
import { Command, Option } from 'commander';
import { deploy, LOCAL, readImage, readPercent } from './deploy/index.ts';
import { runProgram } from './program/run-program.ts';

const program = new Command('npm run deploy --')
  .description(
    'Deploy an overlay of knative/overlays with images to a cluster, and wait until it is ready.\n' +
      `An overlay with two services, such as "eks", needs both images; only "${LOCAL}" has its own.`,
  )
  .requiredOption('--overlay <name>', 'a folder of knative/overlays')
  .option(
    '--image <ref>',
    `the image of sentiment-http, REF@DIGEST; where the overlay is "${LOCAL}" also REF:TAG`,
    readImage,
  )
  .option('--events-image <ref>', 'the image of sentiment-events, likewise', readImage)
  .addOption(
    new Option(
      '--canary <percent>',
      'send only this share of the requests to the new revision, which gets the address canary-…; asks the cluster ' +
        'how they are shared now, even with --dry-run',
    ).argParser(readPercent),
  )
  .option('--context <name>', "the context of kubectl's configuration (default: the current one)")
  .option('--dry-run', 'print the manifests and the commands, and apply nothing', false)
  .action(deploy);

await runProgram(() => program.parseAsync());
