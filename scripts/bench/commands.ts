import { type Command, Option } from 'commander';
import { SMALL_KINDS } from '../../classifier/src/index.ts';
import { parsePositive } from '../program/data-option.ts';
import { DEFAULT_MODEL, MODEL_OPTION_HELP } from '../program/model-option.ts';
import { benchAgainstPython } from './against-python.ts';
import { benchBehaviour } from './behaviour.ts';
import { benchClassify } from './classify.ts';
import { benchHostile } from './hostile.ts';
import { benchHttp } from './http.ts';
import { benchImage } from './image.ts';
import { benchMemory } from './memory.ts';
import { benchNames } from './names.ts';
import { benchOtherDomains } from './other-domains.ts';
import { benchOverload } from './overload.ts';
import { benchPage } from './page.ts';
import { benchProbes } from './probes.ts';
import { benchReadVectors } from './read-vectors.ts';
import { type BenchReport, describeMachine, describeReport } from './report.ts';
import { benchSoak } from './soak.ts';
import { benchSpelling } from './spelling.ts';
import { benchStops } from './stops.ts';
import { benchStream } from './stream.ts';
import { benchTrain } from './train.ts';
import { benchTransformer } from './transformer.ts';
import { benchVectors } from './vectors.ts';
import { benchWorkers } from './workers.ts';

/** Adds a command for each bench. It prints the report, and the exit code is 1 if a limit is exceeded. */
export function addBenches(program: Command): void {
  addBench(
    program,
    'hostile',
    'time for hostile texts that slow tokenizers down, 20,000 characters each',
    benchHostile,
  )
    .option('--model <kind|file>', `the model: ${MODEL_OPTION_HELP}`, DEFAULT_MODEL)
    .option('--repeats <n>', 'measured calls for each text', parsePositive, 5);
  addBench(program, 'classify', 'time for a text by its length, compared with wink-nlp alone', benchClassify)
    .requiredOption('--data <file>', 'labelled texts, whose sentences are used')
    .option('--repeats <n>', 'measured rounds for each length', parsePositive, 60);
  addBench(program, 'train', 'time and memory of a training', benchTrain)
    .requiredOption('--data <file>', 'the labelled texts')
    .addOption(new Option('--kind <kind>', 'the kind of model').choices(SMALL_KINDS).default(DEFAULT_MODEL));
  addBench(
    program,
    'http',
    'start, throughput and memory of the HTTP function with each model, compared with a bare server',
    benchHttp,
  )
    .option('--starts <n>', 'measured starts of each server', parsePositive, 7)
    .option('--seconds <n>', 'seconds under load for each server', parsePositive, 5)
    .option('--connections <n>', 'concurrent connections', parsePositive, 16);
  addBench(
    program,
    'against-python',
    'the HTTP function with both models compared with the Python system behind three servers, and lists in process',
    benchAgainstPython,
  )
    .requiredOption('--data <file>', 'Kaggle’s train.tsv, which the Python system is trained on')
    .option('--seconds <n>', 'seconds for each measurement', parsePositive, 5)
    .option('--rounds <n>', 'rounds through all contenders', parsePositive, 3)
    .option('--python <program>', 'the Python to use, 3.11 or newer', 'python3');
  addBench(
    program,
    'transformer',
    'the HTTP function with a transformer, compared with Hugging Face’s pipeline in Python',
    benchTransformer,
  )
    .requiredOption('--model <file>', 'the transformer, as npm run pack wrote it')
    .option('--data <file>', 'labelled texts, whose sentences are used (default: the example of explore)')
    .option('--seconds <n>', 'seconds for each measurement', parsePositive, 5)
    .option('--rounds <n>', 'rounds through all contenders', parsePositive, 3)
    .option('--python <program>', 'the Python to use, 3.11 or newer', 'python3');
  addBench(
    program,
    'probes',
    'latency of readiness probes while the longest requests are processed',
    benchProbes,
  ).option('--repeats <n>', 'number of times each request is sent', parsePositive, 3);
  addBench(program, 'page', 'time from a key press to the result on the page, in Chromium', benchPage).option(
    '--keys <n>',
    'measured keys',
    parsePositive,
    30,
  );
  addBench(program, 'stops', 'requests lost when the server is stopped under load', benchStops)
    .option('--stops <n>', 'number of stops', parsePositive, 10)
    .option('--seconds <n>', 'the deadline of each stop (SHUTDOWN_SECONDS)', parsePositive, 5);
  addBench(program, 'stream', 'throughput and memory of one long stream of lines', benchStream).option(
    '--lines <n>',
    'lines to send',
    parsePositive,
    200_000,
  );
  addBench(
    program,
    'workers',
    'texts per second on two cores with worker threads, compared with one core',
    benchWorkers,
  )
    .requiredOption('--data <file>', 'labelled texts, whose sentences are used')
    .option('--texts <n>', 'texts of each run', parsePositive, 100_000)
    .option('--rounds <n>', 'measured rounds', parsePositive, 5);
  addBench(
    program,
    'image',
    'start and size of the container image, compared with a bare server (with podman)',
    benchImage,
  )
    .option('--starts <n>', 'measured starts of each image', parsePositive, 20)
    .option('--model <kind|file>', MODEL_OPTION_HELP, DEFAULT_MODEL)
    .option('--base <image>', 'base of both images, or "local" to build one here', 'local');
  addBench(
    program,
    'memory',
    'whether many concurrent requests of one megabyte kill a container with little memory (with podman)',
    benchMemory,
  )
    .option('--quick', 'fewer kinds, 40 at once, only with 192 MB', false)
    .option('--base <image>', 'base of the image, or "local" to build one here', 'local');
  addBench(
    program,
    'overload',
    'requests at ten times the capacity, and a single client on a slow processor (with podman)',
    benchOverload,
  )
    .option('--seconds <n>', 'seconds for each load', parsePositive, 20)
    .option('--base <image>', 'base of the image, or "local" to build one here', 'local');
  addBench(
    program,
    'soak',
    'mixed traffic at half of the capacity for a long time: errors, memory growth, event loop lag',
    benchSoak,
  ).option('--minutes <n>', 'minutes of traffic', parsePositive, 60);
  addBench(
    program,
    'read-vectors',
    'time and memory of reading word vectors in word2vec’s binary format',
    benchReadVectors,
  )
    .option('--words <n>', 'number of words', parsePositive, 3_000_000)
    .option('--dimensions <n>', 'dimensions of a vector', parsePositive, 300);
  addBench(
    program,
    'spelling',
    'whether plain spelling gets the same result as the treebank’s',
    benchSpelling,
  )
    .requiredOption('--data <file>', 'texts in the treebank’s spelling')
    .option('--model <kind|file>', `the model: ${MODEL_OPTION_HELP}`, DEFAULT_MODEL);

  addBench(
    program,
    'other-domains',
    'opinions on other domains than film on the right side of neutral, compared with two lexicons',
    benchOtherDomains,
  )
    .option('--model <kind|file>', `the model: ${MODEL_OPTION_HELP}`, DEFAULT_MODEL)
    .option('--wrong', 'list the opinions that our model puts on the wrong side');
  addBench(
    program,
    'names',
    'names found in hand-labelled sentences, compared with simpler methods',
    benchNames,
  ).requiredOption('--data <file>', 'the treebank’s training sentences with their phrases');
  addBench(
    program,
    'behaviour',
    'failures on the cases of each capability, compared with two lexicons and the committed rates',
    benchBehaviour,
  )
    .option('--model <kind|file>', `a single model: ${MODEL_OPTION_HELP} (default: recurrent and linear)`)
    .option('--failures <capability>', 'list the failures of a capability')
    .option('--write-rates', 'commit these rates as the new limits')
    .option('--accept <capability...>', 'with --write-rates: capabilities whose rate may rise further');
  addBench(
    program,
    'vectors',
    'a linear classifier on averaged word vectors of each kind, compared with n-grams',
    benchVectors,
  )
    .requiredOption('--data <file>', 'the labelled texts')
    .requiredOption('--validation <file>', 'labelled texts of other sentences')
    .option('--vectors <file>', 'own vectors written by `npm run vectors` (default: train them)');
}

function addBench<Options>(
  program: Command,
  name: string,
  description: string,
  run: (options: Options) => Promise<BenchReport>,
): Command {
  return program
    .command(name)
    .description(description)
    .option('--json', 'print one JSON object')
    .action(async ({ json, ...options }) => {
      const report = await run(options);
      const { rows, moreTables, notes, isWithinLimits } = report;
      const machine = describeMachine();
      console.log(
        json
          ? JSON.stringify({ bench: name, machine, rows, moreTables, notes, isWithinLimits })
          : describeReport(report),
      );
      if (!isWithinLimits) process.exitCode = 1;
    });
}
