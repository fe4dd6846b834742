import { readFileSync } from 'node:fs';
import { type Command, InvalidArgumentError, type Option } from 'commander';
import { UsageError } from '../program/run-program.ts';

/** Options that a file cannot set: itself, and those that only print. */
const NOT_IN_FILE = new Set(['config', 'printConfig', 'help', 'version']);

/**
 * Adds `--config`, which reads options by name from a JSON file, such as `{"kind": "linear", "cost": 0.5}`. Options of
 * the command line override the file.
 */
export function addConfigFile(command: Command): Command {
  return command
    .option(
      '--config <file>',
      'JSON file of options, such as the output of --print-config; flags override it',
    )
    .on('option:config', (file: string) => applyConfig(command, file));
}

function applyConfig(command: Command, file: string): void {
  const options = new Map(command.options.map((option) => [option.attributeName(), option]));
  for (const [name, value] of Object.entries(readConfig(file))) {
    const option = NOT_IN_FILE.has(name) ? undefined : options.get(name);
    if (option === undefined) {
      const known = [...options.keys()].filter((key) => !NOT_IN_FILE.has(key));
      throw new UsageError(
        `${file} sets "${name}", which is not an option; expected one of ${known.join(', ')}`,
      );
    }
    const parsed = parseValue(option, value, file);
    // A list on the command line replaces one from the file, as it replaces a default.
    option.default(parsed);
    if (command.getOptionValueSource(name) !== 'cli')
      command.setOptionValueWithSource(name, parsed, 'config');
  }
}

/** Reads the options of a file. @throws UsageError if the file is not a JSON object */
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

/** Parses the value of an option as the command line would. */
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
