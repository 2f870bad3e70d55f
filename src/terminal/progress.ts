import { formatSeconds } from '../format.ts';
import { outputSettings } from './settings.ts';

export interface Progress {
  /** One more is done, or `done` in all. */
  step(failed?: boolean, done?: number): void;
  finish(): void;
}

/** Nothing is shown of what ends sooner: it would only flash by. */
const SHOWN_AFTER_MS = 1000;
const REWRITE_EVERY_MS = 100;
const LINE_EVERY_MS = 5000;
/** How often a line is looked at whatever is done: a step that takes long does not make it stand still. */
const LOOK_EVERY_MS = 1000;

type Stream = Pick<NodeJS.WriteStream, 'isTTY' | 'write'>;

/** Lines on a terminal that are not ended yet. */
const onScreen = new Set<Progress>();

/** Ends every line of progress: before an error is told, none may stay in front of it. */
export function endProgress(): void {
  for (const progress of [...onScreen]) progress.finish();
}

/**
 * Progress on standard error: on a terminal one rewritten line that goes away at the end, with --verbose a plain line
 * every five seconds and one at the end, elsewhere nothing; it goes on while one step takes long. Shows done/total, rate,
 * time to go and failures.
 */
export function startProgress(
  label: string,
  total: number,
  stream: Stream = process.stderr,
  clock: () => number = () => performance.now(),
): Progress {
  const { quiet, verbose } = outputSettings();
  const isTerminal = stream.isTTY === true;
  const isShown = !quiet && (isTerminal || verbose);
  const started = clock();
  let done = 0;
  let failures = 0;
  let written = started;
  let isOnScreen = false;
  const line = () => {
    const seconds = (clock() - started) / 1000;
    const rate = done / Math.max(seconds, 1e-9);
    const left = done === 0 ? '' : `, ${formatSeconds((total - done) / rate)} to go`;
    const speed = done === 0 ? '' : `, ${rate.toPrecision(3)}/s`;
    const failed = failures > 0 ? `, ${failures} failed` : '';
    return `${label}: ${done}/${total}${speed}${done < total ? left : `, took ${formatSeconds(seconds)}`}${failed}`;
  };
  const rewrite = (text: string) => {
    isOnScreen = true;
    stream.write(`\r\u001b[K${text}`);
  };
  const show = () => {
    if (!isShown) return;
    const now = clock();
    if (now - started < SHOWN_AFTER_MS) return;
    if (now - written < (isTerminal ? REWRITE_EVERY_MS : LINE_EVERY_MS)) return;
    written = now;
    if (isTerminal) rewrite(line());
    else stream.write(`${line()}\n`);
  };
  const looks = isShown ? setInterval(show, LOOK_EVERY_MS).unref() : undefined;
  const progress: Progress = {
    step(failed = false, all = done + 1) {
      done = all;
      if (failed) failures++;
      show();
    },
    finish() {
      clearInterval(looks);
      onScreen.delete(progress);
      if (isOnScreen) stream.write('\r\u001b[K');
      else if (isShown && verbose) stream.write(`${line()}\n`);
    },
  };
  if (isShown && isTerminal) onScreen.add(progress);
  return progress;
}

/** Does the work and ends its progress, whatever happens: no error is written behind a line that stays. */
export async function withProgress<T>(
  label: string,
  total: number,
  work: (progress: Progress) => T | Promise<T>,
): Promise<T> {
  const progress = startProgress(label, total);
  try {
    return await work(progress);
  } finally {
    progress.finish();
  }
}
