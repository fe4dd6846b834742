import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/scratch.ts',
    exclude: ['test/**/*.slow.test.ts'],
    // Files share workers: loading wink-nlp anew for each takes longer than most tests.
    isolate: false,
    // As many as there are cores; vitest itself keeps one free, on which the scripts under test idle.
    maxWorkers: '100%',
    // No test is about time: this only ends one that hangs, also on a busy machine.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
