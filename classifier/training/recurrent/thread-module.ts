/** What the threads of a network's training start with. A bundle puts its own entry here. */
export const threadModule = new URL('./thread.ts', import.meta.url);
