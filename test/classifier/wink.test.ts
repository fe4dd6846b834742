import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import model from 'wink-eng-lite-web-model';
import { winkTokens } from '../../classifier/src/wink.ts';

interface Core {
  features: { lexeme: { list: string[] } };
}

test('each word of wink’s own list is split into pieces that it holds, in order', () => {
  const { list } = (model as unknown as { core(): Core }).core().features.lexeme;
  expect(list.length).toBeGreaterThan(80_000);
  // Contractions are in the list with what they stand for; were one not spelled so, its place could not be found.
  for (const word of list.filter((lexeme) => /^[^\s]+$/.test(lexeme))) {
    let from = 0;
    for (const token of winkTokens(word)) {
      const at = word.indexOf(token, from);
      if (at < 0) expect.fail(`"${word}" gave "${token}"`);
      from = at + token.length;
    }
  }
});

test('new words leave no trace', () => {
  const before = winkTokens('zorblax-quintar');
  winkTokens('zorblax quintar Zorblax-Quintar zorblax-quintar.');
  expect(winkTokens('zorblax-quintar')).toEqual(before);
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const heap = (): number => {
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };
  const start = heap();
  for (let i = 0; i < 50_000; i++) winkTokens(`newword${i} Another${i}`);
  expect(heap() - start).toBeLessThan(2e6);
});
