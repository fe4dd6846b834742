import type { SidedText } from '../../classifier/training/index.ts';

/**
 * The labels on a side of the scale, ascending.
 * @param numClasses number of ordered classes, from negative to positive
 */
export function labelsOfSide(side: SidedText['side'], numClasses: number): number[] {
  const middle = (numClasses - 1) / 2;
  return Array.from({ length: numClasses }, (_, k) => k).filter((k) =>
    side === 'negative' ? k < middle : k > middle,
  );
}
