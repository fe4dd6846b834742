/** Such as `51 %`; with one digit more near 0 and 100, such as `1.6 %`. */
export function percent(share: number): string {
  const points = share * 100;
  const isNearEnd = points < 9.95 || points > 99.05;
  return `${points.toFixed(isNearEnd && points !== 0 && points !== 100 ? 1 : 0)} %`;
}

/** Such as `1,234`. */
export const count = (number: number): string => number.toLocaleString('en');

/** Such as `1 text` and `2 texts`. */
export const plural = (number: number, noun: string): string =>
  `${count(number)} ${noun}${number === 1 ? '' : 's'}`;

export const quote = (words: string): string => `“${words}”`;

/** So many digits, with a real minus, and none before a zero; a dash where there is no number. */
export const decimal = (number: number | undefined, numDigits = 2): string =>
  number === undefined
    ? '–'
    : number
        .toFixed(numDigits)
        .replace(/^-(?=.*[1-9])/, '−')
        .replace('-', '');
