import cliProgress from 'cli-progress';

/** The settings of a progress display. */
export interface ProgressOptions {
  /** The name of the work, such as `classify`. */
  label: string;
  /** The amount of work, in units; `undefined` if it is not known. */
  total: number | undefined;
  /** The unit of `total` and `done`, such as `rows` or `MB`. */
  unit: string;
  /** The output stream; standard error by default. */
  stream?: NodeJS.WriteStream;
}

/** A running progress display. */
export interface Progress {
  /**
   * Sets the amount of work done, in units, and a note such as the loss so far. It is cheap enough to call for each
   * row.
   */
  update(done: number, note?: string): void;
  /** Shows the last state and ends the display. */
  stop(): void;
}

/** The minimum time between two plain lines, and between two updates of a bar. */
const LINE_INTERVAL_MS = 5000;
const BAR_INTERVAL_MS = 100;

/** Starts a progress display: a bar in a terminal; elsewhere a plain line from time to time and at the end. */
export function startProgress(options: ProgressOptions): Progress {
  const { stream = process.stderr } = options;
  return stream.isTTY ? startBar(options, stream) : startLines(options, stream);
}

/** Reports how much of a stage is done, in units. A new label ends the current stage and starts the next. */
export type TellStage = (stage: ProgressOptions, done: number, note?: string) => void;

/**
 * Shows progress while `work` runs. The display also ends when `work` fails, as a running bar would keep the process
 * alive.
 */
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

/** Shows progress while `work`, which has a single stage, runs. */
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
    // The bar estimates the time left from its last updates, so they must not be too close together.
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
