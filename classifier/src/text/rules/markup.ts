import { createRewriter } from '../edits.ts';
import { type Rule, rule } from './rule.ts';

/** A stressed phrase in Markdown. The treebank's `\*` is a literal asterisk. */
const STRESSED =
  /(?<![\p{L}\p{N}*\\])(\*{1,3})(?=[\p{L}\p{N}"'“])[^*\n]{0,200}[^\s*]\1(?![\p{L}\p{N}*])|(?<![\p{L}\p{N}_\\])(_{1,2})(?=[\p{L}\p{N}"'“])[^_\n]{0,200}[^\s_]\2(?![\p{L}\p{N}_])/gu;

const stress: Rule = {
  name: 'stressed words of Markdown',
  example: ['I would **not** see it, _really_', 'I would not see it, really'],
  trigger: /[*_]/,
  rewrite(text) {
    const rewriter = createRewriter(text);
    for (const { 0: phrase, 1: stars, 2: lines, index } of text.matchAll(STRESSED)) {
      const { length } = stars ?? lines!;
      const end = index + phrase.length;
      rewriter.replace(index, index + length, '');
      rewriter.replace(end - length, end, '');
    }
    return rewriter.finish();
  },
};

/** The number of an item at the start of a line. */
const ITEM = /(^|\n)[^\S\n]{0,9}\d{1,2}[.)](?=\s)/g;

const items: Rule = {
  name: 'numbers of list items, each of which is a sentence',
  example: ['1. great\n2. funny', ' great .\n funny'],
  trigger: /\n[^\S\n]{0,9}2[.)]\s/,
  rewrite(text) {
    const rewriter = createRewriter(text);
    for (const { 0: item, 1: lineBreak, index } of text.matchAll(ITEM)) {
      const isAfterWord = /[\p{L}\p{N}]\s{0,9}$/u.test(text.slice(Math.max(0, index - 10), index));
      rewriter.replace(index, index + item.length, lineBreak && isAfterWord ? ` .${lineBreak}` : lineBreak!);
    }
    return rewriter.finish();
  },
};

/** Rules for the markup of Markdown and of bulletin boards. */
export const MARKUP_RULES = [
  rule(
    { name: 'tags of bulletin boards', example: ['It is [b]not[/b] good', 'It is not good'], trigger: '[/' },
    /\[\/?(?:b|i|u|s|quote|spoiler|url|img|color|size|list|code)(?:=[^\]\n]{0,200})?\]/gi,
    '',
  ),
  stress,
  items,
];
