import type { Plugin } from 'esbuild';
import { renderPage } from '../../functions/page/page.ts';

/** Puts the page itself in the place of the module that makes it of its sources. */
export const packedPage: Plugin = {
  name: 'packed-page',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]functions[\\/]page[\\/]page\.ts$/ }, () => ({
      contents: `const page = ${JSON.stringify(renderPage())}; export const renderPage = () => page;`,
      loader: 'js',
    }));
  },
};
