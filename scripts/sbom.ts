// npm run --silent sbom -- --function http > http.cdx.json
// Prints the parts of a bundle as CycloneDX 1.6, in a second: the packages whose code is in it, its model, Node.js,
// and, for a bundle with an image, the init process of the image.
import { Command, Option } from 'commander';
import { FUNCTIONS } from './bundle/index.ts';
import { createSbom } from './image/index.ts';
import { DEFAULT_MODEL, MODEL_OPTION_HELP } from './program/model-option.ts';
import { runProgram } from './program/run-program.ts';

const program = new Command('npm run --silent sbom --')
  .description('Print the software bill of materials of a bundle, as CycloneDX.')
  .addOption(new Option('--function <name>', 'which').choices(FUNCTIONS).default('http'))
  .option('--model <kind|file>', MODEL_OPTION_HELP, DEFAULT_MODEL)
  .action(async (options) => {
    console.log(JSON.stringify(await createSbom(options.function, options.model), undefined, 2));
  });
await runProgram(() => program.parseAsync());
