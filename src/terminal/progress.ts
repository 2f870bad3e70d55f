import { formatSeconds } from '../format.ts';

export interface Progress {
  step(failed?: boolean): void;
  finish(): void;
}

const REPORT_EVERY_MS = 5000;

/**
 * Progress on standard error: one rewritten line on a terminal, a plain line every five seconds and
 * one at the end elsewhere. Shows done/total, rate, time to go and failures.
 */
export function startProgress(
  label: string,
  total: number,
  stream: NodeJS.WriteStream = process.stderr,
): Progress {
  const started = performance.now();
  let done = 0;
  let failures = 0;
  let lastLine = started;
  const line = () => {
    const seconds = (performance.now() - started) / 1000;
    const rate = done / Math.max(seconds, 1e-9);
    const left = done === 0 ? '' : `, ${formatSeconds((total - done) / rate)} to go`;
    const speed = done === 0 ? '' : `, ${rate.toPrecision(3)}/s`;
    return `${label}: ${done}/${total}${speed}${done < total ? left : `, took ${formatSeconds(seconds)}`}, ${failures} failed`;
  };
  return {
    step(failed = false) {
      done++;
      if (failed) failures++;
      const now = performance.now();
      if (stream.isTTY) stream.write(`\r\u001b[K${line()}`);
      else if (now - lastLine >= REPORT_EVERY_MS) {
        lastLine = now;
        stream.write(`${line()}\n`);
      }
    },
    finish() {
      stream.write(stream.isTTY ? `\r\u001b[K${line()}\n` : `${line()}\n`);
    },
  };
}
