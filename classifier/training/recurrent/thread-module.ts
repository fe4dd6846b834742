/** The module that a training thread runs. A bundle replaces it by its own entry. */
export const threadModule = new URL('./thread.ts', import.meta.url);
