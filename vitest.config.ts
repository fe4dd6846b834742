import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Files share workers: loading wink-nlp anew for each takes longer than most tests.
  test: { isolate: false, include: ['test/**/*.test.ts'], exclude: ['test/**/*.slow.test.ts'] },
});
