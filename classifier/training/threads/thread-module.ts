/** The module that the threads of every training run. A bundle replaces it by its own entry. */
export const threadModule = new URL('../thread.ts', import.meta.url);
