import type { LabelSet } from '../../classifier/src/index.ts';

/** The page for a model of these labels, which its script reads there. */
export function withLabels(page: string, { names, isScale }: LabelSet): string {
  const json = JSON.stringify({ names, isScale }).replace(/[&"<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return page.replace('<body data-labels="">', () => `<body data-labels="${json}">`);
}
