import { fileURLToPath } from 'node:url';
import { DatasetError, readRecords, type Source } from '../../classifier/training/index.ts';
import { openInput } from '../program/read-file.ts';
import { CAPABILITIES, type Capability } from './capabilities.ts';
import { type Case, textsOf, type WordLists } from './case.ts';
import { expandCase, findSlots } from './expand.ts';
import { parseCase } from './parse-case.ts';
import SHARED_WORDS from './words.json' with { type: 'json' };

/** The cases of a capability. */
export interface CapabilityCases {
  capability: Capability;
  /** The sentences and the expanded templates, in the order of the file. */
  cases: Case[];
  /** The number of lines that are sentences and not templates. */
  numSentences: number;
}

/**
 * Reads the cases of all capabilities.
 * @throws DatasetError for an invalid line, a repeated case, and a case that changes nothing
 */
export function readBehaviour(): Promise<CapabilityCases[]> {
  return Promise.all(
    CAPABILITIES.map(async (capability) => {
      const file = `cases/${capability.replaceAll(' ', '-')}.ndjson`;
      const { chunks } = await openInput(fileURLToPath(new URL(file, import.meta.url)));
      return { capability, ...(await readCases({ name: file, chunks }, SHARED_WORDS as WordLists)) };
    }),
  );
}

/**
 * Reads the cases of a file.
 * @throws DatasetError for an invalid line, a repeated case, and a case that changes nothing
 */
export async function readCases(
  source: Source,
  shared: WordLists,
): Promise<Omit<CapabilityCases, 'capability'>> {
  const lineOf = new Map<string, number>();
  const cases: Case[] = [];
  let numSentences = 0;
  for await (const { fields, line } of readRecords(source, 'ndjson')) {
    const parsed = parseCase(fields, shared, source.name, line);
    if (findSlots(`${parsed.text} ${parsed.changed ?? ''}`).length === 0) numSentences++;
    for (const one of expandCase(parsed)) {
      if ('changed' in one && one.changed === one.text) {
        throw new DatasetError(
          source.name,
          line,
          `"${one.text}" is not changed; expected two texts that differ`,
        );
      }
      const texts = JSON.stringify(textsOf(one));
      const earlier = lineOf.get(texts);
      if (earlier !== undefined) {
        throw new DatasetError(source.name, line, `${texts} is in line ${earlier} too; expected it once`);
      }
      lineOf.set(texts, line);
      cases.push(one);
    }
  }
  return { cases, numSentences };
}
