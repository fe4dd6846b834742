import { readFileSync } from 'node:fs';
import { type Command, InvalidArgumentError, type Option } from 'commander';
import { UsageError } from '../program/run-program.ts';

/** What a file may not set: itself, and what only prints. */
const NOT_IN_FILE = new Set(['config', 'printConfig', 'help', 'version']);

/**
 * Adds `--config`, which reads options from a file of JSON by their names, such as `{"kind": "linear", "cost": 0.5}`.
 * What the command line says counts more.
 */
export function addConfigFile(command: Command): Command {
  return command
    .option('--config <file>', 'options from a file of JSON, such as one of --print-config; flags count more')
    .on('option:config', (file: string) => applyConfig(command, file));
}

function applyConfig(command: Command, file: string): void {
  const options = new Map(command.options.map((option) => [option.attributeName(), option]));
  for (const [name, value] of Object.entries(readConfig(file))) {
    const option = NOT_IN_FILE.has(name) ? undefined : options.get(name);
    if (option === undefined) {
      const known = [...options.keys()].filter((key) => !NOT_IN_FILE.has(key));
      throw new UsageError(`${file} sets "${name}", which is no option; expected one of ${known.join(', ')}`);
    }
    const parsed = parseValue(option, value, file);
    // A list on the command line takes the place of one from the file, as it does with a default.
    option.default(parsed);
    if (command.getOptionValueSource(name) !== 'cli')
      command.setOptionValueWithSource(name, parsed, 'config');
  }
}

/** @throws UsageError where it is no object of JSON */
function readConfig(file: string): object {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
  try {
    const config: unknown = JSON.parse(text);
    if (typeof config === 'object' && config !== null && !Array.isArray(config)) return config;
  } catch (cause) {
    throw new UsageError(`${file} is not valid JSON: ${(cause as Error).message}`, { cause });
  }
  throw new UsageError(`${file} is not an object; expected one such as {"kind": "linear"}`);
}

/** The value of an option as the command line would give it. */
function parseValue(option: Option, value: unknown, file: string): unknown {
  const name = option.attributeName();
  if (option.isBoolean()) {
    if (typeof value === 'boolean') return value || undefined;
    throw new UsageError(`${file}: "${name}" is ${JSON.stringify(value)}; expected true or false`);
  }
  const values = option.variadic && Array.isArray(value) ? value : [value];
  const parsed = values.map((each) => {
    if (typeof each !== 'string' && typeof each !== 'number') {
      throw new UsageError(
        `${file}: "${name}" is ${JSON.stringify(value)}; expected ${describeKind(option)}`,
      );
    }
    try {
      return option.parseArg ? option.parseArg(String(each), undefined) : String(each);
    } catch (error) {
      if (!(error instanceof InvalidArgumentError)) throw error;
      throw new UsageError(`${file}: "${name}" is ${JSON.stringify(value)}; ${error.message}`);
    }
  });
  return option.variadic ? parsed.flat() : parsed[0];
}

const describeKind = ({ variadic }: Option): string =>
  variadic ? 'a string, or a list of them' : 'a string or a number';
