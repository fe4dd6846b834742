import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runInProcess } from '../helpers/run-in-process.ts';
import { startScript } from '../helpers/run-script.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'classify-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Writes a file for the test and gives its path. */
async function makeFile(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const start = (...args: string[]) => startScript('classify.ts', args);

async function exitCode(child: ChildProcess): Promise<number | null> {
  const [code] = await once(child, 'close');
  return code;
}

/** Runs it on files. */
const run = (args: string[]) => runInProcess('classify.ts', args);

/** What each JSON line of the output says of its text. */
async function runJson(args: string[]) {
  const { stdout, code } = await run(['--json', ...args]);
  expect(code).toBe(0);
  return readJsonLines(stdout);
}

function readJsonLines(stdout: string) {
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe.concurrent('classify', () => {
  test('leaves a class open that is less sure than --min-confidence, in the table and in JSON', async () => {
    const file = await makeFile('unsure.txt', 'A wonderful, moving film.\n');
    expect((await run(['--min-confidence', '1', file])).stdout).toMatch(/\nundecided {16}0\.\d\d /);
    const [open] = await runJson(['--min-confidence', '1', file]);
    expect(open).toMatchObject({ sentiment: null, label: null, confidence: expect.any(Number) });
    const refused = await run(['--min-confidence', '60', file]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('expected a number from 0 to 1, such as 0.6.');
  });

  test('prints a table of the texts of a file, and on standard error what it did', async () => {
    const file = await makeFile('table.txt', 'A wonderful, moving film.\n\nTerrible\tand \u001b[1mdull.\n');
    const { stdout, stderr, code } = await run([file]);
    const [header, first, second, ...rest] = stdout.split('\n');
    expect(header).toBe('sentiment          confidence  valence  text');
    expect(first).toMatch(/^[a-z ]{17} {8}[01]\.\d\d {5}\d\.\d\d {2}A wonderful, moving film\.$/);
    expect(first).toContain('positive');
    expect(second).toContain('negative');
    expect(second).toMatch(/ {2}Terrible and \[1mdull\.$/); // no control character reaches the terminal
    expect(rest).toEqual(['']);
    expect(stderr).toMatch(/^classify: 0\.1 of 0\.1 kB in \d+\.\d s \| 2 rows$/m);
    expect(stderr).toMatch(/^classified 2 texts with recurrent-[0-9a-f]{8}, skipped 1 blank$/m);
    expect(code).toBe(0);
  });

  test('prints with --json the line, the text and the classification', async () => {
    const child = start('--json', '-');
    child.stdin.end('Good film\r\n \nBad film');
    const [stdout, code] = await Promise.all([readText(child.stdout), exitCode(child)]);
    expect(code).toBe(0);
    const [first, second, ...rest] = readJsonLines(stdout);
    expect(first).toEqual({
      line: 1,
      text: 'Good film',
      sentiment: expect.stringMatching(/positive$/),
      label: expect.any(Number),
      confidence: expect.any(Number),
      probabilities: expect.objectContaining({ neutral: expect.any(Number) }),
      valence: expect.any(Number),
      coverage: 1,
      model: expect.stringMatching(/^recurrent-/),
    });
    expect(second).toMatchObject({ line: 3, text: 'Bad film' });
    expect(rest).toEqual([]);
  });

  test('reads standard input where no file is named, and answers each line as it comes', async () => {
    const child = start('--json');
    child.stdin.write('Good film\n');
    const [answer] = await once(child.stdout, 'data');
    expect(JSON.parse(answer)).toMatchObject({ line: 1, text: 'Good film' });
    child.stdin.end();
    expect(await exitCode(child)).toBe(0);
  });

  test('reads TSV as Kaggle writes it', async () => {
    const file = await makeFile('kaggle.tsv', 'PhraseId\tSentenceId\tPhrase\n1\t1\t"Good film\n2\t1\t \n');
    expect(await runJson([file])).toMatchObject([{ line: 2, text: '"Good film' }]);
  });

  test('reads CSV with line breaks in its texts, from the column it is told', async () => {
    const file = await makeFile('reviews.csv', 'text,body\nx,"Good\r\nfilm, ""yes"""\nx,Bad\n');
    expect(await runJson([file, '--text-column', 'body'])).toMatchObject([
      { line: 2, text: 'Good\r\nfilm, "yes"' },
      { line: 4, text: 'Bad' },
    ]);
  });

  test('reads NDJSON', async () => {
    const file = await makeFile('reviews.ndjson', '{"mytext":"Good\\nfilm"}\n');
    expect(await runJson([file])).toMatchObject([{ line: 1, text: 'Good\nfilm' }]);
  });

  test('answers with --json a bad row with what is wrong, and fails', async () => {
    const file = await makeFile('bad.ndjson', '{"text":"Good"}\n{"text":1}\n');
    const { stdout, stderr, code } = await run(['--json', file]);
    expect(stdout).toMatch(
      /^\{"line":1,[^\n]*\n\{"line":2,"error":"field \\"text\\" is 1; expected a text"\}\n$/,
    );
    expect(stderr).toContain('error: 1 record is invalid; the reason is printed in place of the result\n');
    expect(code).toBe(1);
  });

  test.each<[string, string[], string]>([
    ['a missing file', ['no/such.txt'], 'error: no/such.txt: no such file'],
    ['a directory', [tmpdir()], `error: ${tmpdir()}: is a directory; expected a file`],
    ['an unknown model', ['--model', 'cubic'], 'error: no model "cubic"; expected recurrent, linear'],
    [
      'a column for plain lines',
      ['--text-column', 'a'],
      'error: --text-column: - is read as one text a line',
    ],
    [
      'a wrong number of workers',
      ['--workers', 'two'],
      "error: option '--workers <n>' argument 'two' is invalid. expected a whole number",
    ],
    ['an unknown option', ['--jsn'], "error: unknown option '--jsn'"],
  ])('tells of %s in one line and fails', async (_, args, problem) => {
    const { stdout, stderr, code } = await run(args);
    expect(stdout).toBe('');
    expect(stderr).toContain(problem);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(code).toBe(1);
  });

  test('tells of a bad column and a file that is no model in one line and fails', async () => {
    const table = await makeFile('column.csv', 'id\n1\n');
    expect(await run(['--json', table])).toMatchObject({
      stdout: '',
      stderr: expect.stringContaining(
        `error: ${table}, line 1: no text column among "id"; expected one of Phrase, Sentence, text, mytext, review, reviewText, reviewBody, reviewContent, content, comment, tweet, message, body, summary, or --text-column`,
      ),
      code: 1,
    });
    const { stderr, code } = await run(['--model', table, table]);
    expect(stderr).toMatch(/^error: [^\n]+\n$/);
    expect(code).toBe(1);
  });

  test('ends quietly when nobody reads its output any more, as with head', async () => {
    // Its output is some times what lies between a writer and its reader, 64 KiB.
    const file = await makeFile('long.txt', 'A film like any other\n'.repeat(5000));
    const child = start(file);
    const stderr = readText(child.stderr);
    await once(child.stdout, 'data');
    child.stdout.destroy();
    expect(await exitCode(child)).toBe(0);
    expect(await stderr).not.toMatch(/EPIPE|error|classified/);
  });

  test('prints the same with 0, 1 and 2 workers', { timeout: 120_000 }, async () => {
    const texts = Array.from({ length: 8000 }, (_, i) =>
      i % 500 === 9 ? '' : `Film “${i}” is ${i % 3} × good.`,
    );
    const file = await makeFile('many.txt', texts.join('\n'));
    const options = ['--model', 'linear'];
    for (const form of [[], ['--json']]) {
      const runs = [];
      for (const workers of ['0', '1', '2'])
        runs.push(await run([...form, ...options, '--workers', workers, file]));
      const [expected, ...others] = runs.map(({ stdout, code }) => ({ stdout, code }));
      expect(expected!.code).toBe(0);
      expect(expected!.stdout.match(/\n/g)).toHaveLength(7984 + (form.length === 0 ? 1 : 0));
      for (const other of others) expect(other).toEqual(expected);
      expect(runs[2]!.stderr).toMatch(/^classified 7984 texts with linear-\w+, skipped 16 blank$/m);
    }
  });

  test('loses nothing when its reader is slow', async () => {
    const file = await makeFile('slow.txt', 'A film like any other\n'.repeat(3000));
    const child = start('--json', file);
    let numLines = 0;
    for await (const chunk of child.stdout) {
      if (numLines === 0) await new Promise((resolve) => setTimeout(resolve, 500));
      numLines += String(chunk).split('\n').length - 1;
    }
    expect(numLines).toBe(3000);
  });

  describe.concurrent('keeps every column and its order', () => {
    const CSV = 'id;text;note\n1;"A wonderful; film";x\n2;;y\n3;"Dull, ""bad""\nplot";z\n';

    test('in CSV, blank texts in their place', async () => {
      const { stdout, stderr, code } = await run(['--format', 'csv', await makeFile('kept.csv', CSV)]);
      const [header, first, blank, third, rest] = stdout.split(/\n(?!plot)/);
      expect(header).toBe('id,text,note,sentiment,label,confidence,valence,coverage,model,error');
      expect(first).toMatch(/^1,A wonderful; film,x,positive,4,0\.\d+,\d\.\d+,1,recurrent-\w+,$/);
      expect(blank).toBe('2,,y,,,,,,,');
      expect(third).toMatch(/^3,"Dull, ""bad""\nplot",z,(somewhat )?negative,/);
      expect(rest).toBe('');
      expect(stderr).toMatch(/^classified 2 texts with recurrent-\w+, skipped 1 blank$/m);
      expect(code).toBe(0);
    });

    test('in CSV of another delimiter, and in TSV, which has no line breaks', async () => {
      const file = await makeFile('delimited.csv', CSV);
      const semicolons = await run(['--format', 'csv', '--delimiter', ';', file]);
      expect(semicolons.stdout).toMatch(/^id;text;note;sentiment;/);
      expect(semicolons.stdout).toContain('\n1;"A wonderful; film";x;positive;');
      const tabs = await run(['--format', 'tsv', file]);
      expect(tabs.stdout).toMatch(/^id\ttext\tnote\tsentiment\t/);
      expect(tabs.stdout).toContain('\n3\tDull, "bad" plot\tz\t');
    });

    test('in NDJSON, values as they were', async () => {
      const file = await makeFile('kept.ndjson', '{"n":[1,null],"text":"Superb.","id":7}\n');
      const { stdout } = await run(['--format', 'ndjson', file]);
      expect(stdout).toMatch(/^\{"n":\[1,null\],"text":"Superb\.","id":7,"sentiment":"positive","label":4,/);
      expect(readJsonLines(stdout)).toMatchObject([{ probabilities: { neutral: expect.any(Number) } }]);
    });

    test('beside columns of its own under other names', async () => {
      const file = await makeFile('named.csv', 'text,sentiment\nSuperb.,good\n');
      const { stdout } = await run(['--format', 'csv', file]);
      expect(stdout).toMatch(/^text,sentiment,predicted_sentiment,predicted_label,/);
      const lines = await makeFile('named.ndjson', '{"text":"Superb.","label":1}\n{"text":"Weak."}\n');
      const named = await run(['--format', 'ndjson', lines]);
      expect(readJsonLines(named.stdout)).toMatchObject([
        { label: 1, predicted_label: 4 },
        { text: 'Weak.', predicted_sentiment: expect.any(String) },
      ]);
    });
  });

  test('answers a record at fault in its place, goes on, and fails at the end with a count', async () => {
    const file = await makeFile('faulty.csv', 'id,text\n1,Superb.\n2,too,many\n3,Awful.\n4\n');
    const { stdout, stderr, code } = await run(['--format', 'csv', file]);
    const rows = stdout.trimEnd().split('\n');
    expect(rows[2]).toBe('2,too,,,,,,,"3 fields; expected 2 (""id"", ""text"")"');
    expect(rows[3]).toMatch(/^3,Awful\.,negative,/);
    expect(rows[4]).toMatch(/^4,,,,,,,,"1 fields; /);
    expect(stderr).toContain('error: 2 records are invalid; the reason is printed in place of the result\n');
    expect(stderr).toMatch(/^classified 2 texts/m);
    expect(code).toBe(1);
    const table = await run([file]);
    expect(table.stdout).toMatch(/^error +line 3: 3 fields; expected 2/m);
  });

  test('reads standard input in the format it is told', async () => {
    const child = start('--input', 'csv', '--format', 'ndjson');
    child.stdin.end('id,text\n7,Superb.\n');
    expect(readJsonLines(await readText(child.stdout))).toMatchObject([{ id: '7', label: 4 }]);
  });

  test('keeps with --json the id', async () => {
    const file = await makeFile('ids.ndjson', '{"id":7,"text":"Superb.","other":1}\n');
    const [first] = await runJson([file]);
    expect(Object.keys(first).slice(0, 4)).toEqual(['line', 'id', 'text', 'sentiment']);
    expect(first).toMatchObject({ line: 1, id: 7 });
  });

  test('takes several files, compressed ones too, and tells which each row is of', async () => {
    const first = await makeFile('one.csv', 'id,text\n1,Superb.\n');
    const second = await makeFile('two.csv.gz', gzipSync('id,text\n2,Awful.\n'));
    const { stdout, code } = await run(['--format', 'csv', first, second]);
    const rows = stdout.trimEnd().split('\n');
    expect(rows[0]).toMatch(/^file,id,text,sentiment,/);
    expect(rows[1]).toMatch(/^one\.csv,1,Superb\.,positive,/);
    expect(rows[2]).toMatch(/^two\.csv\.gz,2,Awful\.,negative,/);
    expect(code).toBe(0);
  });

  test('refuses files of other columns for one table', async () => {
    const first = await makeFile('same.csv', 'id,text\n1,Superb.\n');
    const second = await makeFile('other.csv', 'text\nAwful.\n');
    const { stderr, code } = await run(['--format', 'csv', first, second]);
    expect(stderr).toContain(
      `error: ${second} has the columns "text", the first file "id", "text"; expected the same, or --format ndjson`,
    );
    expect(code).toBe(1);
  });

  test('writes to a file in the format of its name, whole or not at all', async () => {
    const file = await makeFile('in.csv', 'text\nSuperb.\n');
    const out = join(folder, 'out.tsv');
    const { stdout, code } = await run([file, '--out', out]);
    expect([stdout, code]).toEqual(['', 0]);
    expect(await readFile(out, 'utf8')).toMatch(/^text\tsentiment\t.*\nSuperb\.\tpositive\t/);
    const never = join(folder, 'never.csv');
    const cut = await makeFile('cut.csv', 'text\nSuperb.\n"no end\n');
    expect((await run([cut, '--out', never])).stderr).toContain('line 3: a quote is not closed');
    expect((await readdir(folder)).filter((name) => name.startsWith('never'))).toEqual([]);
  });

  test('refuses options that do not go together, and a file that cannot be written', async () => {
    const file = await makeFile('fine.csv', 'text\nSuperb.\n');
    for (const [args, problem] of [
      [['--json', '--format', 'csv', file], '--json and --format are two forms; expected one'],
      [['--out', join(folder, 'no', 'such.csv'), file], 'cannot be written'],
      [['--out', file, file], 'cannot be written: it is the data'],
    ] as const) {
      const { stderr, code } = await run([...args]);
      expect(stderr).toContain(problem);
      expect(code).toBe(1);
    }
  });
});
