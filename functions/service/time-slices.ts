import type { Steps } from '../../classifier/src/index.ts';

/** How long work may go on before others get their turn: readiness is probed every 50 ms. */
const TURN_MS = 10;
/** How many characters of an answer a turn may give. */
const TURN_CHARACTERS = 65_536;

/** Work that gives its result in pieces, as its steps come to them; a step may come to none. */
export type Pieces = Generator<string | undefined, void, void>;

/** Lets long works go on side by side, one at a time, with the event loop free to take requests in between. */
export interface Turns {
  /** Takes all steps, a few a turn. */
  run<Result>(steps: Steps<Result>): Promise<Result>;
  /** Gives what each turn has come to, if anything, and waits with the next until that is taken. */
  stream(pieces: Pieces): AsyncGenerator<string, void>;
  /** How many works wait for their turn. */
  numWaiting(): number;
}

/** Turns go round in the order in which they were asked for, and only one is given between two looks at the network. */
export function createTurns(): Turns {
  const waiting: (() => void)[] = [];
  const give = (): void => {
    waiting.shift()?.();
    if (waiting.length > 0) setImmediate(give);
  };
  const turn = (): Promise<void> =>
    new Promise((resolve) => {
      if (waiting.push(resolve) === 1) setImmediate(give);
    });
  return {
    numWaiting: () => waiting.length,
    async run(steps) {
      for (;;) {
        await turn();
        const start = performance.now();
        do {
          const step = steps.next();
          if (step.done) return step.value;
        } while (performance.now() - start < TURN_MS);
      }
    },
    async *stream(pieces) {
      let isDone = false;
      while (!isDone) {
        await turn();
        const start = performance.now();
        let text = '';
        do {
          const step = pieces.next();
          isDone = step.done === true;
          text += step.value ?? '';
        } while (!isDone && text.length < TURN_CHARACTERS && performance.now() - start < TURN_MS);
        if (text !== '') yield text;
      }
    },
  };
}
