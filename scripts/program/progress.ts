import cliProgress from 'cli-progress';

/** What is told while a program works. */
export interface ProgressOptions {
  /** What is going on, such as `classify`. */
  label: string;
  /** How much there is to do, in units; `undefined` where it is not known. */
  total: number | undefined;
  /** The unit of `total` and `done`, such as `rows` or `MB`. */
  unit: string;
  /** Where it is told. */
  stream?: NodeJS.WriteStream;
}

/** Progress being told. */
export interface Progress {
  /** Tells how much is done, in units, with a note such as the loss so far; cheap enough to be called for each row. */
  update(done: number, note?: string): void;
  /** Tells the last state and ends. */
  stop(): void;
}

/** The least time between two plain lines, and between two updates of a bar. */
const LINE_INTERVAL_MS = 5000;
const BAR_INTERVAL_MS = 100;

/** Begins to tell progress on standard error: a bar in a terminal, elsewhere a plain line now and then and at the end. */
export function startProgress(options: ProgressOptions): Progress {
  const { stream = process.stderr } = options;
  return stream.isTTY ? startBar(options, stream) : startLines(options, stream);
}

/** Tells how much of a stage of the work is done; another label than before ends one stage and begins the next. */
export type TellStage = (stage: ProgressOptions, done: number, note?: string) => void;

/** Tells progress while `work` runs, and ends telling it also when that fails: a bar left running would keep the process alive. */
export function withStages<Result>(work: (tell: TellStage) => Result): Result {
  let current: { label: string; progress: Progress } | undefined;
  const stop = (): void => current?.progress.stop();
  const tell: TellStage = (stage, done, note) => {
    if (current?.label !== stage.label) {
      stop();
      current = { label: stage.label, progress: startProgress(stage) };
    }
    current.progress.update(done, note);
  };
  let isPending = false;
  try {
    const result = work(tell);
    if (result instanceof Promise) {
      isPending = true;
      return result.finally(stop) as Result;
    }
    return result;
  } finally {
    if (!isPending) stop();
  }
}

/** Tells progress while `work` of one stage runs. */
export function withProgress<Result>(
  options: ProgressOptions,
  work: (update: Progress['update']) => Result,
): Result {
  return withStages((tell) => {
    tell(options, 0);
    return work((done, note) => tell(options, done, note));
  });
}

function startBar({ label, total, unit }: ProgressOptions, stream: NodeJS.WriteStream): Progress {
  const formatBar = total === undefined ? '' : '{bar} {percentage} % | ';
  const formatTotal = total === undefined ? '' : ' of {total}';
  const formatEta = total === undefined ? '' : ', {eta_formatted} left';
  const bar = new cliProgress.SingleBar({
    stream,
    format: `${label} ${formatBar}{value}${formatTotal} ${unit} | {duration_formatted}${formatEta}{note}`,
    formatValue: (value, _, type) =>
      type === 'value' || type === 'total' ? formatNumber(value) : String(value),
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 25,
    formatTime: (seconds, options, step) =>
      Number.isFinite(seconds) ? cliProgress.Format.TimeFormat(seconds, options, step) : '?',
    etaBuffer: 100,
  });
  bar.start(total ?? 0, 0, { note: '' });
  let lastUpdate = 0;
  let done = 0;
  let note = '';
  return {
    // The bar reckons the time left from its last updates, which must therefore lie apart.
    update(newDone, newNote) {
      done = newDone;
      if (newNote !== undefined) note = ` | ${newNote}`;
      if (performance.now() - lastUpdate < BAR_INTERVAL_MS) return;
      lastUpdate = performance.now();
      bar.update(done, { note });
    },
    stop() {
      bar.update(done, { note });
      bar.stop();
    },
  };
}

function startLines({ label, total, unit }: ProgressOptions, stream: NodeJS.WriteStream): Progress {
  const start = performance.now();
  let lastLine = start;
  let done = 0;
  let note: string | undefined;

  const writeLine = () => {
    const seconds = (performance.now() - start) / 1000;
    const amount =
      total === undefined ? formatNumber(done) : `${formatNumber(done)} of ${formatNumber(total)}`;
    const left =
      total !== undefined && done > 0 && done < total ? (seconds * (total - done)) / done : undefined;
    const ending = `${left === undefined ? '' : `, ${Math.ceil(left)} s left`}${note === undefined ? '' : ` | ${note}`}`;
    stream.write(`${label}: ${amount} ${unit} in ${seconds.toFixed(1)} s${ending}\n`);
  };
  return {
    update(newDone, newNote) {
      done = newDone;
      note = newNote ?? note;
      if (performance.now() - lastLine < LINE_INTERVAL_MS) return;
      lastLine = performance.now();
      writeLine();
    },
    stop: writeLine,
  };
}

function formatNumber(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: 1 });
}
