import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../../scripts/program/root.ts';
import { runInProcess } from '../../helpers/run-in-process.ts';
import { openTrainingFolder } from '../../helpers/training-folder.ts';

const LABELLED = join(ROOT, 'scripts/explore/example/reviews.tsv');
/** The sentences of sentences.txt beside it, with the answers of the transformer. */
const SOFT = join(ROOT, 'scripts/training/example/soft.ndjson');

const { folder } = await openTrainingFolder();

/** The SHA-256 of each kind's model file. They change with the reading of texts, and with the arithmetic, the settings and the format of training alone. */
const DIGESTS = {
  linear: 'd384a8ae4e2343986d615fd44a1562b4c98e838a7c892b66c749398ba6c529cc',
  recurrent: '0153cfaaab1a92eeac746f8ab3b544b3b98a2d7bb9028f60f99ef4f2cac5e9e9',
};

test.each(['linear', 'recurrent'] as const)(
  'the same labelled and soft texts give a %s model of the same bytes on every machine',
  async (kind) => {
    const out = join(folder, `${kind}.bin`);
    const args = ['--kind', kind, '--data', LABELLED, '--soft', SOFT, '--out', out];
    // Vectors would have to be installed; fewer epochs are faster.
    if (kind === 'recurrent') args.push('--vectors', 'none', '--epochs', '2');
    const { stderr, code } = await runInProcess('train.ts', args);
    expect([code, stderr]).toEqual([0, expect.stringContaining('tokenize soft texts: ')]);
    const digest = createHash('sha256')
      .update(await readFile(out))
      .digest('hex');
    expect(digest).toBe(DIGESTS[kind]);
  },
);
