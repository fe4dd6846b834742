import { UsageError } from '../program/run-program.ts';

/** Makes the new content of a region from the old. */
export type MakeRegion = (before: string) => string | Promise<string>;

const REGION = /<!-- docs: ([\w-]+) -->\n(.*?)<!-- end of docs -->/gs;
const OPENING = /<!-- docs: /g;

/**
 * Renews the regions of a document, which lie between `<!-- docs: NAME -->` and `<!-- end of docs -->`.
 * @param document the name of the document, for errors
 * @throws UsageError for a region without an end, and for an unknown region
 */
export async function renewRegions(
  document: string,
  text: string,
  regions: Readonly<Record<string, MakeRegion>>,
): Promise<string> {
  const found = [...text.matchAll(REGION)];
  if (found.length !== (text.match(OPENING) ?? []).length) {
    throw new UsageError(`${document}: a region has no end; expected <!-- end of docs --> behind each`);
  }
  let renewed = text;
  for (const [whole, name, before] of found) {
    const make = regions[name!];
    if (make === undefined) {
      throw new UsageError(
        `${document}: there is no region "${name}"; expected one of ${Object.keys(regions).join(', ')}`,
      );
    }
    const content = (await make(before!.trim())).trim();
    renewed = renewed.replace(whole, () => `<!-- docs: ${name} -->\n${content}\n<!-- end of docs -->`);
  }
  return renewed;
}
