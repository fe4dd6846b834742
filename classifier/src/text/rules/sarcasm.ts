import { setAside } from './aside.ts';
import { rule } from './rule.ts';

/** Rules for marks by which a writer says that the opposite is meant. */
export const SARCASM_RULES = [
  rule(
    {
      name: 'marks of sarcasm',
      example: ['Just what we needed. /s', 'Just what we needed. , not really'],
      trigger: /\/s|#(?:sarcas|not)/i,
    },
    // Not within a text, where `/s` may be a unit.
    /(?<=\s)(?:\/s(?:arcasm)?|#(?:sarcas(?:m|tic)|not))(?=\s{0,9}(?:$|[#\n]|https?:))/gi,
    (match) => setAside(match, 'not really'),
  ),
];
