const BRACKETS: Record<string, string> = { LRB: '(', RRB: ')', LSB: '[', RSB: ']', LCB: '{', RCB: '}' };

/** Converts a sentence from the treebank's spelling to plain English: the inverse of the treebank's tokenizer. */
export function toPlainSpelling(treebank: string): string {
  return treebank
    .trim()
    .replace(/-([LR][RSC]B)-/g, (_, name: string) => BRACKETS[name]!)
    .replace(/\\([/*])/g, '$1')
    .replace(/(``|`) /g, (_, quote: string) => (quote === '``' ? '"' : "'"))
    .replace(/ (n't|'(?:s|re|ve|ll|d|m)|''|')(?=\s|$)/gi, (_, clitic: string) =>
      clitic === "''" ? '"' : clitic,
    )
    .replace(/\b(gon|wan|got|gim|lem) (na|ta|me)\b/gi, '$1$2')
    .replace(/\bcan not\b/g, 'cannot')
    .replace(/([([{]) /g, '$1')
    .replace(/ ([)\]},;:!?%]|\.\.\.)/g, '$1')
    .replace(/ \.(?=\s|$)/g, (stop, at: number, text: string) => (text[at - 1] === '.' ? '' : stop.trim()))
    .replace(/([$#]) (?=\d)/g, '$1');
}
