import { defineConfig } from 'vitest/config';

// No test is about time: these only end one that hangs, also on a busy machine.
const limits = { testTimeout: 60_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    globalSetup: 'test/helpers/scratch.ts',
    // As many as there are cores; vitest itself keeps one free, on which the scripts under test idle.
    maxWorkers: '100%',
    // Node.js loads all modules, as it does elsewhere: in Vite's, each use of an import is a call, which takes long in
    // training's loops. Nothing here needs Vite.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    projects: [
      {
        extends: true,
        test: {
          name: 'rooms',
          include: ['test/**/*.test.ts'],
          exclude: ['test/end-to-end/**', 'test/clients/**'],
          // Files share workers: loading wink-nlp anew for each takes longer than most tests.
          isolate: false,
          ...limits,
        },
      },
      {
        extends: true,
        test: {
          name: 'end-to-end',
          include: ['test/end-to-end/**/*.test.ts'],
          ...limits,
          testTimeout: 120_000,
        },
      },
      { extends: true, test: { name: 'clients', include: ['test/clients/**/*.test.ts'], ...limits } },
    ],
  },
});
