// npm run deploy -- --overlay eks --image REF@DIGEST --events-image REF@DIGEST --dry-run
// Renders an overlay with images, applies it and waits until it is ready: seconds to two minutes.
import { Command, Option } from 'commander';
import { readCanaryTraffic } from './deploy/canary.ts';
import { expectDigest, expectOwn, type Image, readImage } from './deploy/image-reference.ts';
import { findKubectl, type Kubectl, withContext } from './deploy/kubectl.ts';
import { findOverlay, readServices, render, renderChanged, type Service } from './deploy/overlay.ts';
import { runProgram, UsageError } from './program/run-program.ts';

/** The overlay whose images come from no registry. */
const LOCAL = 'local';
/** Longer than a revision may take to be ready on a node that has yet to start. */
const READY_TIMEOUT = '300s';
const APPLY = ['apply', '--server-side', '--field-manager', 'movie-sentiment', '--filename', '-'];

interface Options {
  overlay: string;
  image?: Image;
  eventsImage?: Image;
  canary?: number;
  context?: string;
  dryRun: boolean;
}

async function deploy(options: Options): Promise<void> {
  const { overlay, canary, context, dryRun } = options;
  const folder = await findOverlay(overlay);
  const kubectl = await findKubectl(context);
  const services = readServices(await render(kubectl, folder));
  const images = chooseImages(services, options);
  const traffic = canary === undefined ? new Map() : await readCanaryTraffic(kubectl, services, canary);
  const manifests = await renderChanged(kubectl, folder, { images, traffic });

  const waits = services.map(({ name, namespace }) => [
    ...['wait', `services.serving.knative.dev/${name}`, '--namespace', namespace],
    ...['--for', 'condition=Ready', '--timeout', READY_TIMEOUT],
  ]);
  if (dryRun) {
    console.log(manifests.trimEnd());
    for (const args of [APPLY, ...waits]) console.log(`# kubectl ${withContext(args, context).join(' ')}`);
    return;
  }
  process.stdout.write(await kubectl(APPLY, manifests));
  for (const args of waits) process.stdout.write(await kubectl(args));
  await printAddresses(kubectl, services, traffic, options);
}

/** The image of each service, by the one that the overlay has. @throws UsageError where one is missing or not right */
function chooseImages(
  services: readonly Service[],
  { overlay, image, eventsImage }: Options,
): Map<string, Image> {
  const given = [
    { option: '--image', service: 'sentiment-http', image },
    { option: '--events-image', service: 'sentiment-events', image: eventsImage },
  ];
  const images = new Map<string, Image>();
  for (const { option, service: name, image } of given) {
    const service = services.find((service) => service.name === name);
    if (service && image) images.set(service.image, expectOwn(image, option, name));
    if (!service && image)
      throw new UsageError(`the overlay ${overlay} has no ${name}; expected no ${option}`);
    if (image && overlay !== LOCAL) expectDigest(image, overlay);
    if (service && !image && overlay !== LOCAL) {
      throw new UsageError(
        `the overlay ${overlay} has ${name}, an image of its own; expected ${option} REF@sha256:… too`,
      );
    }
  }
  return images;
}

async function printAddresses(
  kubectl: Kubectl,
  services: readonly Service[],
  traffic: ReadonlyMap<string, unknown>,
  { overlay, context }: Options,
): Promise<void> {
  for (const { name, namespace } of services) {
    const path = traffic.has(name) ? '{.status.traffic[?(@.tag=="canary")].url}' : '{.status.url}';
    const resource = ['get', `services.serving.knative.dev/${name}`, '--namespace', namespace];
    const url = await kubectl([...resource, '--output', `jsonpath=${path}`]);
    if (url === '')
      throw new UsageError(`${name} is ready, but has no address; "kubectl describe" tells more`);
    console.log(`${name} is ready at ${url}`);
    if (name !== 'sentiment-http') continue;
    console.log(`  npm run verify -- --url ${url}`);
    if (overlay === LOCAL) continue;
    const cluster = context === undefined ? '' : ` --name ${context}`;
    const canary = traffic.has(name) ? ' --canary' : '';
    console.log(`  where that leads nowhere: knative/cluster/verify.sh${cluster}${canary}`);
  }
}

function readPercent(value: string): number {
  const percent = Number(value);
  if (/^\d+$/.test(value) && percent <= 100) return percent;
  throw new UsageError(`--canary is "${value}"; expected an integer from 0 to 100`);
}

const program = new Command('npm run deploy --')
  .description(
    'Deploy an overlay of knative/overlays with images to a cluster, and wait until it is ready.\n' +
      `An overlay with two services, such as "eks", takes both images; only "${LOCAL}" has some of its own.`,
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
      'send only so many of the requests to what is deployed, which gets the address canary-…; asks the cluster ' +
        'where they go now, with --dry-run too',
    ).argParser(readPercent),
  )
  .option('--context <name>', "the context of kubectl's configuration (default: the current one)")
  .option('--dry-run', 'print the manifests and the commands, and apply nothing', false)
  .action(deploy);

await runProgram(() => program.parseAsync());
