import { formatSeconds } from '../format.ts';
import { HeldLine } from './held-line.ts';
import { impatient, writeOrDrop } from './impatient.ts';
import { outputSettings } from './settings.ts';

export interface Progress {
  /** One more is done, or `done` in all; `of` where it is known only now how many there are. */
  step(failed?: boolean, done?: number, of?: number): void;
  finish(): void;
}

/** Nothing is shown of what ends sooner: it would only flash by. */
const SHOWN_AFTER_MS = 1000;
const REWRITE_EVERY_MS = 100;
const LINE_EVERY_MS = 5000;
/** Ends a line of a terminal where it began. */
const CLEAR = '\r\u001b[K';
/** How often a line is looked at whatever is done: a step that takes long does not make it stand still. */
const LOOK_EVERY_MS = 1000;

type Stream = Pick<NodeJS.WriteStream, 'isTTY' | 'write'> & { fd?: number };

/** How a line is written: a terminal that is stopped drops it, the work it tells of goes on. */
function writerOf(stream: Stream): { write: (text: string) => void; fd: number } {
  const again = stream.isTTY && stream.fd !== undefined ? impatient(stream.fd) : undefined;
  return again === undefined
    ? { write: (text) => stream.write(text), fd: stream.fd ?? 2 }
    : { write: (text) => writeOrDrop(again, text), fd: again };
}

/** Lines on a terminal that are not ended yet. */
const onScreen = new Set<Progress>();

/** Ends every line of progress: before an error is told, none may stay in front of it. */
export function endProgress(): void {
  for (const progress of [...onScreen]) progress.finish();
}

/**
 * Progress on standard error: on a terminal one rewritten line that goes away at the end, with --verbose a plain line
 * every five seconds and one at the end, elsewhere nothing; it goes on while one step takes long. Shows done/total, rate,
 * time to go and failures; how long it takes alone where the total is 0. With `held` the line of a terminal goes on while this
 * very thread computes and nothing else gets its turn.
 */
export function startProgress(
  label: string,
  total: number,
  stream: Stream = process.stderr,
  clock: () => number = () => performance.now(),
  { held = false } = {},
): Progress {
  const { quiet, verbose } = outputSettings();
  const isTerminal = stream.isTTY === true;
  const isShown = !quiet && (isTerminal || verbose);
  const started = clock();
  let count = total;
  let done = 0;
  let failures = 0;
  let written = started;
  let isOnScreen = false;
  const line = () => {
    const seconds = (clock() - started) / 1000;
    if (count === 0) return `${label}: ${formatSeconds(seconds)}`;
    const rate = done / Math.max(seconds, 1e-9);
    const left = done === 0 ? '' : `, ${formatSeconds((count - done) / rate)} to go`;
    const speed = done === 0 ? '' : `, ${rate.toPrecision(3)}/s`;
    const failed = failures > 0 ? `, ${failures} failed` : '';
    return `${label}: ${done}/${count}${speed}${done < count ? left : `, took ${formatSeconds(seconds)}`}${failed}`;
  };
  const { write, fd } = isShown ? writerOf(stream) : { write: () => {}, fd: 2 };
  const holder = held && isShown && isTerminal ? new HeldLine(label, fd) : undefined;
  const rewrite = (text: string) => {
    isOnScreen = true;
    const put = () => write(`${CLEAR}${text}`);
    if (holder) holder.rewritten(text, put);
    else put();
  };
  const show = () => {
    if (!isShown) return;
    const now = clock();
    if (now - started < SHOWN_AFTER_MS) return;
    if (now - written < (isTerminal ? REWRITE_EVERY_MS : LINE_EVERY_MS)) return;
    written = now;
    if (isTerminal) rewrite(line());
    else write(`${line()}\n`);
  };
  const looks = isShown ? setInterval(show, LOOK_EVERY_MS).unref() : undefined;
  const progress: Progress = {
    step(failed = false, all = done + 1, of = count) {
      done = all;
      count = of;
      if (failed) failures++;
      show();
    },
    finish() {
      clearInterval(looks);
      onScreen.delete(progress);
      if (holder?.end() || isOnScreen) write(CLEAR);
      else if (isShown && verbose) write(`${line()}\n`);
    },
  };
  if (isShown && isTerminal) onScreen.add(progress);
  // Who waits already is not kept waiting for a second more.
  if (holder && performance.now() > SHOWN_AFTER_MS / 2) rewrite(line());
  return progress;
}

/** Does the work and ends its progress, whatever happens: no error is written behind a line that stays. */
export async function withProgress<T>(
  label: string,
  total: number,
  work: (progress: Progress) => T | Promise<T>,
  { held = false } = {},
): Promise<T> {
  const progress = startProgress(label, total, process.stderr, undefined, { held });
  try {
    return await work(progress);
  } finally {
    progress.finish();
  }
}
