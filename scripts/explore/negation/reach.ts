import { CLAUSE_ENDS, NEGATIONS } from '../../../classifier/internals/index.ts';
import { LINEAR_DEFAULTS } from '../../../classifier/training/index.ts';

/**
 * Finds the scope of negations: for each token the index of the negation that reaches it, or −1; shape [numTokens].
 * @param scope the maximum number of tokens that a negation reaches; it ends with the clause
 */
export function findReaching(
  words: readonly string[],
  scope: number = LINEAR_DEFAULTS.negationScope,
): number[] {
  let negation = -1;
  let reach = 0;
  return words.map((word, i) => {
    if (CLAUSE_ENDS.has(word)) reach = 0;
    const reaching = reach > 0 ? negation : -1;
    reach--;
    if (NEGATIONS.has(word)) {
      negation = i;
      reach = scope;
    }
    return reaching;
  });
}
