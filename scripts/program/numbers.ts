/** A number with separators, such as `1,234`. */
export const count = (number: number): string => number.toLocaleString('en');

/** A measure to four decimals, such as `0.7063`. */
export const fixed = (value: number): string => value.toFixed(4);

/** A share, 0..1, to one decimal, such as `70.6 %`. */
export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** A number with its noun, such as `1 text` and `2 texts`. */
export const plural = (number: number, noun: string, nouns = `${noun}s`): string =>
  `${count(number)} ${number === 1 ? noun : nouns}`;
