import { expect, test } from 'vitest';
import { type Sample, tabulateMedians } from '../../../../scripts/bench/against-python/samples.ts';
import { describeReport } from '../../../../scripts/bench/report.ts';

const sample = (what: string, contender: string, value: number): Sample => ({ what, contender, value });

test('a table has the median of each contender and the ratios to the baseline', () => {
  const samples = [
    sample('requests/s', 'linear', 900),
    sample('requests/s', 'FastAPI', 250),
    sample('requests/s', 'linear', 1000),
    sample('requests/s', 'FastAPI', 240),
    sample('requests/s', 'linear', 5000),
    sample('requests/s', 'FastAPI', 260),
    sample('p50, ms', 'linear', 1.5),
    sample('p50, ms', 'FastAPI', 6),
  ];
  expect(tabulateMedians(samples, 'behind HTTP', [['linear', 'FastAPI']])).toEqual({
    columns: {
      what: 'behind HTTP',
      linear: 'linear',
      FastAPI: 'FastAPI',
      'linear ÷ FastAPI': 'linear ÷ FastAPI',
    },
    rows: [
      { what: 'requests/s', linear: 1000, FastAPI: 250, 'linear ÷ FastAPI': 4 },
      { what: 'p50, ms', linear: 1.5, FastAPI: 6, 'linear ÷ FastAPI': 0.25 },
    ],
  });
});

test('what is not known, or was divided by nothing, is left empty', () => {
  const samples = [
    sample('CPU ms', 'linear', Number.NaN),
    sample('CPU ms', 'FastAPI', Number.POSITIVE_INFINITY),
    sample('MB', 'linear', 100),
  ];
  expect(tabulateMedians(samples, '', [['linear', 'FastAPI']]).rows).toEqual([
    { what: 'CPU ms', linear: '', FastAPI: '', 'linear ÷ FastAPI': '' },
    { what: 'MB', linear: 100, FastAPI: '', 'linear ÷ FastAPI': '' },
  ]);
});

test('two tables are printed as Markdown, one after the other', () => {
  const requests = tabulateMedians([sample('requests/s', 'linear', 2576)], 'behind HTTP', []);
  const lists = tabulateMedians([sample('texts/s', 'VADER', 28_000)], 'lists', []);
  const report = describeReport({ ...requests, moreTables: [lists], notes: ['Done.'], isWithinLimits: true });
  expect(report.split('\n').slice(1)).toEqual([
    '',
    '| behind HTTP | linear |',
    '| ----------- | -----: |',
    '| requests/s  |  2,576 |',
    '',
    '| lists   |  VADER |',
    '| ------- | -----: |',
    '| texts/s | 28,000 |',
    '',
    'Done.',
  ]);
});
