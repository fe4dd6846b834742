import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelKind } from '../../classifier/src/index.ts';
import { leftTable } from './left-table.ts';

/** The values of a column, by the first cell of the row. */
type Values = Readonly<Record<string, string>>;

const KINDS = ['linear', 'recurrent', 'transformer'] as const satisfies readonly ModelKind[];
type Kind = (typeof KINDS)[number];

/**
 * Updates the column of each kind of model in a table with the accuracies of the model cards. Rows are matched by
 * their first cell; other cells stay.
 */
export async function renewAccuracies(root: string, before: string): Promise<string> {
  const values = {} as Record<Kind, Values>;
  for (const kind of KINDS) values[kind] = accuraciesOf(await readCard(root, kind));
  const [head = [], ...rows] = parseTable(before);
  const columns = KINDS.map((kind) => [kind, head.findIndex((cell) => cell.includes(kind))] as const);
  const renewed = rows.map((row) => {
    const next = [...row];
    for (const [kind, column] of columns) next[column] = values[kind][row[0]!] ?? row[column]!;
    return next;
  });
  return leftTable(head, renewed);
}

/** Tabulates the failure rates by capability, for all models and the lexicons. */
export async function tabulateBehaviour(root: string): Promise<string> {
  const tables = await Promise.all(
    KINDS.map(async (kind) => readSection(await readCard(root, kind), 'By capability')),
  );
  const rows = tables[0]!.slice(1).map(([capability, cases, _, vader, wink], i) => {
    const own = tables.map((table) => table[i + 1]![2]!);
    const figures = [...own, vader!, wink!].map((share) => share.replace(' %', ''));
    return [capability!, cases!, ...figures];
  });
  const numCases = rows.reduce((sum, [, cases]) => sum + Number(cases), 0);
  const means = rows[0]!.slice(2).map((_, i) => {
    const total = rows.reduce((sum, row) => sum + Number(row[i + 2]), 0);
    return (total / rows.length).toFixed(1);
  });
  return leftTable(
    ['cases that fail, %', 'cases', ...KINDS, 'VADER', 'wink-nlp'],
    [...rows, ['**mean of all**', numCases.toLocaleString('en'), ...means]],
  );
}

function accuraciesOf(card: string): Values {
  const measures = readSection(card, 'Accuracy');
  const accuracies = findRow(measures, '**accuracy**');
  const accuracyOn = (file: string): string => Number(accuracies[measures[0]!.indexOf(file)]).toFixed(3);
  const side = findRow(readSection(card, 'Whole texts'), '**on the right side**');
  const [, others] = readSection(card, 'Other domains');
  const bytes = Number(/one file of (\d+) bytes/.exec(card)![1]);
  return {
    'phrases right': accuracyOn('validation.tsv'),
    'whole sentences right, of five classes': accuracyOn('validation-sentences.tsv'),
    'film reviews judged positive or negative correctly': Number.parseFloat(side[1]!).toFixed(3),
    'opinions on other products, likewise': (Number.parseFloat(others![1]!) / 100).toFixed(3),
    file: `${(bytes / 1e6).toFixed(1)} MB`,
  };
}

const readCard = (root: string, kind: Kind): Promise<string> =>
  readFile(join(root, 'classifier/models', `${kind}.md`), 'utf8');

/** Reads the rows of the first table below a heading of a card, the header first. */
function readSection(card: string, heading: string): string[][] {
  const [, below] = card.split(new RegExp(`^#+ ${heading}$`, 'm'));
  if (below === undefined) throw new Error(`the model card has no section "${heading}"`);
  return parseTable(below.slice(below.indexOf('\n|')).split('\n\n')[0]!);
}

function findRow(table: readonly string[][], first: string): string[] {
  const row = table.find(([cell]) => cell === first);
  if (row === undefined) throw new Error(`the model card has no row "${first}"`);
  return row;
}

/** Parses the cells of a Markdown table, without the row of dashes. */
function parseTable(markdown: string): string[][] {
  const lines = markdown.trim().split('\n');
  return lines
    .filter((_, i) => i !== 1)
    .map((line) =>
      line
        .replace(/^\||\|$/g, '')
        .split('|')
        .map((cell) => cell.trim()),
    );
}
