/** What a chart says: its texts from the first to the last, without empty ones and those that are not to be seen. */
export function textsOf(svg: string): string[] {
  return [...svg.matchAll(/<(?:text|tspan)\b(?![^>]*\bopacity="0")[^>]*>([^<]+)/g)].map(([, text]) =>
    text!.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&'),
  );
}
