import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.slow.test.ts'],
    globalSetup: 'test/scratch.ts',
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
