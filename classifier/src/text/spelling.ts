/** A respelled text, and where each of its characters stood in the original. */
export interface Spelling {
  text: string;
  /** For each UTF-16 code unit of `text`, where the original characters it stands for begin. */
  starts: readonly number[];
  /** The same for where they end (exclusive). */
  ends: readonly number[];
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
  const starts = new Array<number>(original.length);
  const ends = new Array<number>(original.length);
  for (let i = 0; i < original.length; i++) {
    starts[i] = i;
    ends[i] = i + 1;
  }
  let spelling: Spelling = { text: original, starts, ends };
  for (const rule of RULES) spelling = applyRule(spelling, rule);
  return spelling;
}

/** Replaces each match. Where a replacement holds the match, its characters keep their places; others stand for the whole of it. */
function applyRule(spelling: Spelling, [pattern, replacement]: Rule): Spelling {
  const { starts, ends } = spelling;
  const edits: { match: string; index: number; replaced: string }[] = [];
  const text = spelling.text.replace(pattern, (match: string, index: number) => {
    const replaced = replacement(match);
    edits.push({ match, index, replaced });
    return replaced;
  });
  if (edits.length === 0) return spelling;
  const newStarts = new Array<number>(text.length);
  const newEnds = new Array<number>(text.length);
  let from = 0;
  let to = 0;
  const keepUntil = (end: number): void => {
    for (; from < end; from++, to++) {
      newStarts[to] = starts[from]!;
      newEnds[to] = ends[from]!;
    }
  };
  for (const { match, index, replaced } of edits) {
    keepUntil(index);
    from = index + match.length;
    const kept = replaced.indexOf(match);
    for (let i = 0; i < replaced.length; i++, to++) {
      const isKept = kept >= 0 && i >= kept && i < kept + match.length;
      newStarts[to] = starts[isKept ? index + i - kept : index]!;
      newEnds[to] = ends[isKept ? index + i - kept : from - 1]!;
    }
  }
  keepUntil(starts.length);
  return { text, starts: newStarts, ends: newEnds };
}
