import { expect, test } from 'vitest';
import { NAME_FINDERS } from '../../scripts/bench/names/finders.ts';
import { scoreFinders } from '../../scripts/bench/names.ts';

// Not among the fast tests, whose files share workers: wink-nlp finds no custom entities where another instance of it
// has read a text before these were taught.
test('each finder gets a score on all names and on each kind', () => {
  const text = 'How did Meryl Streep get to France ?';
  const names = [
    { kind: 'person', text: 'Meryl Streep', start: 8, end: 20 },
    { kind: 'place', text: 'France', start: 28, end: 34 },
  ] as const;
  const scores = scoreFinders(NAME_FINDERS, [{ text, names: [...names] }]);
  const f1Of = (of: string) => scores.filter(({ kind }) => kind === of).map(({ f1 }) => f1);
  // Those that tell no kinds take France for a person.
  expect(f1Of('all')).toEqual([0.5, 0.5, 1, 1, 1, 1]);
  expect(f1Of('all, untyped')).toEqual([1, 1, 1, 1, 1, 1]);
  expect(f1Of('organization')).toEqual([0, 0, 0, 0, 0, 0]);
});
