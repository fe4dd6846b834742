import type { Plugin } from 'esbuild';
import { renderPage } from '../../functions/page/page.ts';

/** An esbuild plugin that replaces the module that renders the page with the rendered page. */
export const packedPage: Plugin = {
  name: 'packed-page',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]functions[\\/]page[\\/]page\.ts$/ }, () => ({
      contents: `const page = ${JSON.stringify(renderPage())}; export const renderPage = () => page;`,
      loader: 'js',
    }));
  },
};
