// npm run image -- --function http
// Builds the image of a function, in a minute or so; `--base local` in ten seconds, where no image can be pulled.
import { Command, Option } from 'commander';
import {
  buildImage,
  ENGINES,
  findEngine,
  HOST,
  IMAGE_FUNCTIONS,
  IMAGE_PROGRAMS,
  LOCAL,
} from './image/index.ts';
import { DEFAULT_MODEL, MODEL_OPTION_HELP } from './program/model-option.ts';
import { runProgram } from './program/run-program.ts';

const program = new Command('npm run image --')
  .description('Build the container image of a function or a program with podman, buildah or docker.')
  .addOption(new Option('--function <name>', 'which').choices(IMAGE_FUNCTIONS).default('http'))
  .addOption(
    new Option(
      '--program <name>',
      'a program in place of a function; "classify" classifies shards of many texts, and trains',
    )
      .choices(IMAGE_PROGRAMS)
      .conflicts('function'),
  )
  .option('--model <kind|file>', MODEL_OPTION_HELP, DEFAULT_MODEL)
  .option('--base <image>', `the image to run in, with /nodejs/bin/node; "${LOCAL}" makes one here`)
  .option('--builder <image>', `the image to build in, with Node.js 24 and npm; "${HOST}" builds here`)
  .option('--tag <name>', 'name of the image (default: movie-sentiment- and the function or program)')
  .option(
    '--platform <list>',
    'platforms, such as linux/amd64,linux/arm64 (default: the one of this machine)',
  )
  .addOption(new Option('--engine <name>', 'build engine (default: the first that works)').choices(ENGINES))
  .option('--no-cache', 'use no layer of an earlier build')
  .option('--push', 'push it to the registry that its name begins with, and print REF@DIGEST')
  .action(async ({ function: functionName, program: programName, ...options }) => {
    const name = programName ?? functionName;
    const engine = findEngine(options.engine && [options.engine]);
    const image = await buildImage({ ...options, name, engine });
    console.log(options.push ? image : `built ${image} with ${engine}`);
  });
await runProgram(() => program.parseAsync());
