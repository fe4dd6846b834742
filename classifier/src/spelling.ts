/** A respelled text, and where each of its characters stood in the original. */
export interface Spelling {
  text: string;
  /** For each UTF-16 code unit of `text`, where the original characters it stands for begin. */
  starts: ArrayLike<number>;
  /** The same for where they end (exclusive). */
  ends: ArrayLike<number>;
}

type Rule = readonly [pattern: RegExp, replacement: (match: string) => string];

const BRACKETS: Record<string, string> = { LRB: '(', RRB: ')', LSB: '[', RSB: ']', LCB: '{', RCB: '}' };
const apart = (match: string): string => ` ${match} `;

/**
 * The spelling that both the Penn Treebank and plain text are brought to. Patterns look at a bounded
 * neighbourhood only, so that the time stays linear in the length of the text.
 */
const RULES: readonly Rule[] = [
  // Invisible characters: zero-width spaces and joiners, variation selectors, soft hyphens, byte order marks.
  [/(?:[\u00ad\u200b\u200c\u2060\ufeff]|\u200d|\ufe0e|\ufe0f)+/g, () => ''],
  [/\p{L}\p{M}/gu, (match) => match.normalize('NFC')],
  // The treebank's own spelling of brackets, quotes, slash and star.
  [/-[LR][RSC]B-/g, (match) => apart(BRACKETS[match.slice(1, -1)]!)],
  [/``|''|[“”„‟«»]/g, () => '"'],
  [/\\[/*]/g, (match) => match[1]!],
  [/[‘’‚‛`´]/g, () => "'"],
  [/[‐‑‒–−]/g, () => '-'],
  [/[—―]|-{2,}|(?<![\p{L}\p{N}:;])-(?![\p{L}\p{N}])/gu, () => ' -- '],
  [/…/g, () => '...'],
  // A full stop after an abbreviation's own is one; any longer row of dots is an ellipsis.
  [/\.(?:\s?\.)+/g, (match) => apart(match.includes('..') ? '...' : '.')],
  // `gonna` is `gon na` in the treebank.
  [/(?<![\p{L}\p{N}])(?:gon|wan|got|gim|lem)(?=(?:na|ta|me)(?![\p{L}\p{N}]))/giu, (match) => `${match} `],
  // `isn't` is `is n't`, `it's` is `it 's`.
  [/(?<=\p{L})(?:n't|'(?:s|re|ve|ll|d|m))(?![\p{L}\p{N}'])/giu, apart],
  // Punctuation stands apart, but not inside numbers and abbreviations; an emoticon stays whole.
  [
    /(?<![\p{L}\p{N}])[:;]'?-?[()]+(?=\s|$)|["()[\]{}!?;]|[,:](?![\p{L}\p{N}])|(?<!\.)\.(?![\p{L}\p{N}.])|'(?![\p{L}\p{N}])|(?<![\p{L}\p{N}])'(?!(?:s|re|ve|ll|d|m)(?![\p{L}\p{N}]))/giu,
    apart,
  ],
];

/**
 * Brings the treebank's spelling (`It is n't -LRB- that -RRB- good .`) and plain spelling
 * (`It isn't (that) good.`) of a text to one and the same, keeping each character's place.
 */
export function respell(original: string): Spelling {
  const length = original.length;
  let spelling: Spelling = {
    text: original,
    starts: Uint32Array.from({ length }, (_, i) => i),
    ends: Uint32Array.from({ length }, (_, i) => i + 1),
  };
  for (const rule of RULES) spelling = applyRule(spelling, rule);
  return spelling;
}

/** Replaces each match. Where a replacement holds the match, its characters keep their places; others stand for the whole of it. */
function applyRule(spelling: Spelling, [pattern, replacement]: Rule): Spelling {
  const { text, starts, ends } = spelling;
  if (text.search(pattern) < 0) return spelling;
  const newStarts: number[] = [];
  const newEnds: number[] = [];
  let newText = '';
  let done = 0;
  const keepUntil = (end: number): void => {
    newText += text.slice(done, end);
    for (; done < end; done++) {
      newStarts.push(starts[done]!);
      newEnds.push(ends[done]!);
    }
  };
  for (const { 0: match, index } of text.matchAll(pattern)) {
    keepUntil(index);
    done = index + match.length;
    const replaced = replacement(match);
    const kept = replaced.indexOf(match);
    newText += replaced;
    for (let i = 0; i < replaced.length; i++) {
      const isKept = kept >= 0 && i >= kept && i < kept + match.length;
      newStarts.push(starts[isKept ? index + i - kept : index]!);
      newEnds.push(ends[isKept ? index + i - kept : done - 1]!);
    }
  }
  keepUntil(text.length);
  return { text: newText, starts: newStarts, ends: newEnds };
}
