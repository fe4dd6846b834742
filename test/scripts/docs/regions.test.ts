import { describe, expect, test } from 'vitest';
import { renewRegions } from '../../../scripts/docs/regions.ts';

const OPEN = '<!-- docs: limits -->';
const END = '<!-- end of docs -->';

describe('the regions of a document', () => {
  test('get what is made of them, and nothing else changes', async () => {
    const text = `# Title\n\n${OPEN}\nold\n${END}\n\nMore.\n`;
    const regions = { limits: (before: string) => `${before} and $& new` };
    const renewed = await renewRegions('README.md', text, regions);
    expect(renewed).toBe(`# Title\n\n${OPEN}\nold and $& new\n${END}\n\nMore.\n`);
  });

  test('stay as they are once they are renewed, several of them too', async () => {
    const text = `${OPEN}\n${END}\n\n${OPEN}\nx\n${END}\n`;
    const regions = { limits: () => 'table\n' };
    const renewed = await renewRegions('README.md', text, regions);
    expect(await renewRegions('README.md', renewed, regions)).toBe(renewed);
    expect(renewed.match(/table/g)).toHaveLength(2);
  });

  test('must have an end', async () => {
    await expect(renewRegions('README.md', `${OPEN}\nold\n`, { limits: () => '' })).rejects.toThrow(
      'README.md: a region has no end; expected <!-- end of docs --> behind each',
    );
  });

  test('must have a name that is known', async () => {
    await expect(renewRegions('README.md', `${OPEN}\n${END}\n`, { routes: () => '' })).rejects.toThrow(
      'README.md: there is no region "limits"; expected one of routes',
    );
  });
});
