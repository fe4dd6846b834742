import type { LabelSet } from '../../classifier/src/index.ts';

/** Writes the labels of a model into the page, where its script reads them. */
export function withLabels(page: string, { names, isScale }: LabelSet): string {
  const json = JSON.stringify({ names, isScale }).replace(/[&"<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return page.replace('<body data-labels="">', () => `<body data-labels="${json}">`);
}
