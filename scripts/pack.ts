/*
 * Packs a fine-tuned encoder, as Hugging Face's exports have it, into a model file:
 *   npm run pack -- exported --data validation.csv --out classifier.bin
 * It trains nothing. With data it takes as long as classifying the texts twice, some 10 ms each.
 */
import { Command, Option } from 'commander';
import { type PackOptions, pack } from './pack/index.ts';
import { addDataOptions, parsePositive } from './program/data-option.ts';
import { runProgram } from './program/run-program.ts';
import { printModel } from './training/index.ts';

const program = addDataOptions(
  new Command('npm run pack --')
    .description(
      'Pack a fine-tuned BERT, DistilBERT or RoBERTa classifier, exported to ONNX, into a model file with its card.',
    )
    .argument('<folder>', 'the export: model.onnx, tokenizer.json and config.json with id2label')
    .requiredOption('--out <file>', 'output file of the model; the card lies beside it, as .md')
    .option('--data <file...>', 'labelled texts it was not trained on, to calibrate and measure it', [])
    .option('--texts <file...>', 'whole texts with stars or sides, such as reviews, to measure it on', [])
    .option('--text-labels <map>', 'meaning of the labels of --texts, in the format of --labels')
    .option('--onnx <name>', 'the ONNX model in the folder (default: model.onnx, then model_quantized.onnx)')
    .addOption(
      new Option('--unit <unit>', 'what the model reads at a time')
        .choices(['text', 'sentence'])
        .default('text'),
    )
    .option(
      '--max-pieces <n>',
      'word pieces read at once, special ones included (default: as many as it was trained on, or can)',
      parsePositive,
    )
    .option('--base <name>', 'the model it was made of (default: as fine-tuning.json or README.md say)')
    .option('--license <id>', 'the licence of the base, such as Apache-2.0')
    .option('--cite <file>', 'citations of the data, one a line'),
);

await runProgram(async () => {
  const options = program.parse().opts<PackOptions>();
  printModel(await pack(program.args[0]!, options), options.out);
});
