import { type Command, Option } from 'commander';
import { MODEL_KINDS } from '../../classifier/src/index.ts';
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
import { benchVectors } from './vectors.ts';
import { benchWorkers } from './workers.ts';

/** Adds a command for each bench, which prints what it measured; the exit code is 1 where a limit is not kept. */
export function addBenches(program: Command): void {
  addBench(
    program,
    'hostile',
    'texts made to slow a tokenizer down, 20,000 characters each',
    benchHostile,
  ).option('--repeats <n>', 'measured calls for each text', parsePositive, 5);
  addBench(program, 'classify', 'time for a text by its length, beside wink-nlp alone', benchClassify)
    .requiredOption('--data <file>', 'labelled texts, whose sentences are read')
    .option('--repeats <n>', 'measured rounds for each length', parsePositive, 60);
  addBench(program, 'train', 'time and memory of a training', benchTrain)
    .requiredOption('--data <file>', 'the labelled texts')
    .addOption(new Option('--kind <kind>', 'the kind of model').choices(MODEL_KINDS).default(DEFAULT_MODEL));
  addBench(
    program,
    'http',
    'start, speed and memory of the HTTP function with each model, beside a bare server',
    benchHttp,
  )
    .option('--starts <n>', 'measured starts of each server', parsePositive, 7)
    .option('--seconds <n>', 'seconds under load for each server', parsePositive, 5)
    .option('--connections <n>', 'connections at once', parsePositive, 16);
  addBench(
    program,
    'against-python',
    'both models in the HTTP function beside the Python system behind three servers, and lists of texts in process',
    benchAgainstPython,
  )
    .requiredOption('--data <file>', 'Kaggle’s train.tsv, which the Python system is trained on')
    .option('--seconds <n>', 'seconds for each measurement', parsePositive, 5)
    .option('--rounds <n>', 'rounds through all contenders', parsePositive, 3)
    .option('--python <program>', 'the Python to use, 3.11 or newer', 'python3');
  addBench(
    program,
    'probes',
    'how soon readiness is answered while the longest requests are worked on',
    benchProbes,
  ).option('--repeats <n>', 'how often each is sent', parsePositive, 3);
  addBench(program, 'page', 'how soon after a key the page shows the result, in Chromium', benchPage).option(
    '--keys <n>',
    'measured keys',
    parsePositive,
    30,
  );
  addBench(program, 'stops', 'what is lost when the server is stopped under load', benchStops)
    .option('--stops <n>', 'how often it is stopped', parsePositive, 10)
    .option('--seconds <n>', 'the deadline of each stop (SHUTDOWN_SECONDS)', parsePositive, 5);
  addBench(program, 'stream', 'speed and memory of one long stream of lines', benchStream).option(
    '--lines <n>',
    'lines to send',
    parsePositive,
    200_000,
  );
  addBench(program, 'workers', 'texts a second on two cores with worker threads, beside one', benchWorkers)
    .requiredOption('--data <file>', 'labelled texts, whose sentences are read')
    .option('--texts <n>', 'texts of each run', parsePositive, 100_000)
    .option('--rounds <n>', 'measured rounds', parsePositive, 5);
  addBench(
    program,
    'image',
    'start and size of the container image, beside a bare server (with podman)',
    benchImage,
  )
    .option('--starts <n>', 'measured starts of each image', parsePositive, 20)
    .option('--model <kind|file>', MODEL_OPTION_HELP, DEFAULT_MODEL)
    .option('--base <image>', 'the base of both, or "local" to make one here', 'local');
  addBench(
    program,
    'memory',
    'whether requests of a megabyte, many at once, end a container of little memory (with podman)',
    benchMemory,
  )
    .option('--quick', 'few kinds, 40 at once, with 192 MB', false)
    .option('--base <image>', 'the base of the image, or "local" to make one here', 'local');
  addBench(
    program,
    'overload',
    'requests at ten times capacity, and a client alone on a slow processor (with podman)',
    benchOverload,
  )
    .option('--seconds <n>', 'seconds for each load', parsePositive, 20)
    .option('--base <image>', 'the base of the image, or "local" to make one here', 'local');
  addBench(
    program,
    'soak',
    'traffic of all kinds at half of the capacity, for long: errors, growth of memory, lag',
    benchSoak,
  ).option('--minutes <n>', 'minutes of traffic', parsePositive, 60);
  addBench(
    program,
    'read-vectors',
    'time and memory of reading word vectors in word2vec’s binary format',
    benchReadVectors,
  )
    .option('--words <n>', 'how many words', parsePositive, 3_000_000)
    .option('--dimensions <n>', 'numbers of each', parsePositive, 300);
  addBench(
    program,
    'spelling',
    'whether plain spelling gets the same answer as the treebank’s',
    benchSpelling,
  ).requiredOption('--data <file>', 'texts in the treebank’s spelling');

  addBench(
    program,
    'other-domains',
    'opinions of other domains than film on the right side of neutral, beside two lexicons',
    benchOtherDomains,
  )
    .option('--model <kind|file>', `the model: ${MODEL_OPTION_HELP}`, DEFAULT_MODEL)
    .option('--wrong', 'list the opinions that ours puts on the wrong side');
  addBench(
    program,
    'names',
    'names found in sentences that were labelled by hand, beside simpler ways',
    benchNames,
  ).requiredOption('--data <file>', 'the treebank’s training sentences with their phrases');
  addBench(
    program,
    'behaviour',
    'what fails of the cases of each capability, beside two lexicons, against the committed rates',
    benchBehaviour,
  )
    .option('--model <kind|file>', `one model alone: ${MODEL_OPTION_HELP} (default: all kinds)`)
    .option('--failures <capability>', 'list the failures of a capability')
    .option('--write-rates', 'hold the models to these rates from now on');
  addBench(
    program,
    'vectors',
    'a linear classifier on averaged word vectors of each kind, beside n-grams',
    benchVectors,
  )
    .requiredOption('--data <file>', 'the labelled texts')
    .requiredOption('--validation <file>', 'labelled texts of other sentences')
    .option('--vectors <file>', 'own vectors that `npm run vectors` has written; otherwise they are trained');
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
