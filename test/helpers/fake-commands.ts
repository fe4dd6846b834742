import { access, chmod, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inject } from 'vitest';

/** What a stand-in answers to a command. */
export interface Recorded {
  /** A pattern of bash for the whole command, such as `aws sts get-caller-identity *`. */
  command: string;
  stdout?: string;
  stderr?: string;
  code?: number;
  /** What bash is to do besides, with `$log` for the log: `cat >> "$log"` keeps what comes in. */
  shell?: string;
}

/** What scripts may call without a stand-in. */
const HARMLESS = [
  'awk',
  'bash',
  'cat',
  'cut',
  'dirname',
  'env',
  'grep',
  'head',
  'mktemp',
  'node',
  'rm',
  'sed',
  'sleep',
  'sort',
  'tr',
  'uname',
];

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * A folder of stand-ins: programs that log how they are called and answer as recorded, first match first. A command that
 * is not recorded ends with 97.
 * @param answers for each program that is there, what it answers
 * @returns a PATH with them and harmless programs alone, and what they logged so far
 */
export async function standIns(answers: Readonly<Record<string, readonly Recorded[]>>) {
  const folder = await mkdtemp(join(inject('scratch'), 'stand-ins-'));
  const log = join(folder, 'log');
  await writeFile(log, '');
  for (const program of HARMLESS) {
    const path = program === 'node' ? process.execPath : await which(program);
    await symlink(path, join(folder, program));
  }
  for (const [program, recorded] of Object.entries(answers)) {
    const cases = recorded.map(({ command, stdout = '', stderr = '', code = 0, shell }) =>
      [
        `  ${command.replaceAll(' ', '\\ ')})`,
        ...(shell === undefined ? [] : [`    ${shell}`]),
        `    printf %s ${quote(stdout)}`,
        `    printf %s ${quote(stderr)} >&2`,
        `    exit ${code} ;;`,
      ].join('\n'),
    );
    const lines = [
      '#!/bin/bash',
      `log=${quote(log)}`,
      `printf '%s\\n' "${program} $*" >> "$log"`,
      `case "${program} $*" in`,
      ...cases,
      'esac',
      `echo "${program} $* is not recorded" >&2`,
      'exit 97',
    ];
    const file = join(folder, program);
    await writeFile(file, `${lines.join('\n')}\n`);
    await chmod(file, 0o755);
  }
  return { path: folder, readLog: async () => (await readFile(log, 'utf8')).trimEnd().split('\n') };
}

async function which(program: string): Promise<string> {
  for (const folder of ['/usr/bin', '/bin', '/usr/local/bin']) {
    const path = join(folder, program);
    if (
      await access(path).then(
        () => true,
        () => false,
      )
    )
      return path;
  }
  throw new Error(`there is no ${program}`);
}
