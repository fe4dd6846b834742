import { expect, test } from 'vitest';
import { CAPABILITIES } from '../../../scripts/behaviour/index.ts';
import { benchBehaviour } from '../../../scripts/bench/behaviour.ts';

test('an unknown capability is refused with those that are known', async () => {
  await expect(benchBehaviour({ failures: 'grammar' })).rejects.toThrow(
    `no capability "grammar"; expected ${CAPABILITIES.join(', ')}`,
  );
});

test('a capability is accepted only if it is known and rates are written', async () => {
  await expect(benchBehaviour({ writeRates: true, accept: ['time', 'grammar'] })).rejects.toThrow(
    'no capability "grammar"; expected',
  );
  await expect(benchBehaviour({ accept: ['time'] })).rejects.toThrow('--accept goes with --write-rates');
});

test('the rates of a model that does not come along are not written', async () => {
  await expect(benchBehaviour({ model: 'my.bin', writeRates: true })).rejects.toThrow(
    '--write-rates is for the models that come along; expected',
  );
});
