import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../program/write-whole.ts';
import { tabulateLimits, tabulateTransformerLimits } from './limits.ts';
import { renewAccuracies, tabulateBehaviour } from './measures.ts';
import { tabulateProblems } from './problems.ts';
import { readPrograms, showOptions, tabulatePrograms } from './programs.ts';
import { type MakeRegion, renewRegions } from './regions.ts';
import { tabulateRoutes } from './routes.ts';
import { tabulateVariables } from './variables.ts';

const DOCUMENTS = ['*.md', '.github/*.md', '{classifier,functions,knative,scripts}/**/*.md'];

/**
 * Renews the regions of all documents.
 * @param root the folder of the repository
 * @returns the documents that were out of date
 */
export async function renewDocuments(root: string): Promise<string[]> {
  const programs = await readPrograms(root);
  const regions: Record<string, MakeRegion> = {
    programs: () => tabulatePrograms(programs),
    options: () => showOptions(programs),
    routes: tabulateRoutes,
    variables: tabulateVariables,
    limits: tabulateLimits,
    'transformer-limits': tabulateTransformerLimits,
    problems: tabulateProblems,
    accuracies: (before) => renewAccuracies(root, before),
    behaviour: () => tabulateBehaviour(root),
  };
  const renewed: string[] = [];
  const exclude = ['**/node_modules/**', '**/dist/**'];
  for (const document of globSync(DOCUMENTS, { cwd: root, exclude }).sort()) {
    const path = join(root, document);
    const text = await readFile(path, 'utf8');
    const next = await renewRegions(document, text, regions);
    if (next === text) continue;
    await writeWhole(path, next);
    renewed.push(document);
  }
  return renewed;
}
