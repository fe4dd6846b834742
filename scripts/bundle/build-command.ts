import { join, relative } from 'node:path';
import { Command } from 'commander';
import { MODEL_KINDS, type ModelKind } from '../../classifier/src/index.ts';
import { DEFAULT_MODEL, describeModelOption } from '../program/model-option.ts';
import { type BuildName, build } from './build-function.ts';

/** Makes the command of a program that builds with a model of these kinds, with the option `--model KIND|FILE`. */
export function buildCommand(
  name: string,
  description: string,
  kinds: readonly ModelKind[] = MODEL_KINDS,
): Command {
  return new Command(name)
    .description(description)
    .option('--model <kind|file>', describeModelOption(kinds), DEFAULT_MODEL);
}

/** Builds functions and programs one after the other, and prints the files written. */
export async function buildAndReport(names: readonly BuildName[], model: string): Promise<void> {
  let modelName = '';
  for (const name of names) {
    const { name: builtWith, folder, sizes } = await build({ model, name });
    reportSizes(folder, sizes);
    modelName = builtWith;
  }
  console.log(`built with ${modelName}`);
}

/** Prints the size of each file written to a folder. */
export function reportSizes(folder: string, sizes: ReadonlyMap<string, number>): void {
  for (const [file, sizeBytes] of sizes) {
    console.log(`${join(relative(process.cwd(), folder), file)}  ${(sizeBytes / 1024).toFixed(1)} KiB`);
  }
}
