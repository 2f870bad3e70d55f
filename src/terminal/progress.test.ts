import { afterEach, expect, it, vi } from 'vitest';
import { endProgress, startProgress } from './progress.ts';
import { chooseOutput } from './settings.ts';

function recorder(isTTY: boolean) {
  const written: string[] = [];
  let now = 0;
  return {
    written,
    stream: { isTTY, write: (text: string) => written.push(text) > 0 } as never,
    clock: () => now,
    wait: (ms: number) => {
      now += ms;
    },
  };
}

afterEach(() => {
  chooseOutput({});
  vi.useRealTimers();
});

it('off a terminal nothing is written, but for --verbose', () => {
  const silent = recorder(false);
  const progress = startProgress('sweep', 2, silent.stream, silent.clock);
  silent.wait(9000);
  progress.step();
  progress.finish();
  expect(silent.written).toEqual([]);

  chooseOutput({ verbose: true });
  const { written, stream, clock, wait } = recorder(false);
  const said = startProgress('sweep', 2, stream, clock);
  wait(6000);
  said.step();
  wait(6000);
  said.step(true);
  said.finish();
  expect(written).toEqual([
    'sweep: 1/2, 0.167/s, 6 s to go\n',
    'sweep: 2/2, 0.167/s, took 12 s, 1 failed\n',
    'sweep: 2/2, 0.167/s, took 12 s, 1 failed\n',
  ]);
});

it('on a terminal one line is rewritten after a second, says how long is left, and goes away', () => {
  const { written, stream, clock, wait } = recorder(true);
  const progress = startProgress('sweep', 4, stream, clock);
  progress.step();
  expect(written).toEqual([]);
  wait(2000);
  progress.step();
  progress.step();
  expect(written).toEqual(['\r\u001b[Ksweep: 2/4, 1.00/s, 2 s to go']);
  progress.finish();
  expect(written.at(-1)).toBe('\r\u001b[K');
});

it('an error finds no line of progress in front of it, whoever was to end it', () => {
  const { written, stream, clock, wait } = recorder(true);
  const progress = startProgress('plan', 3, stream, clock);
  wait(2000);
  progress.step();
  expect(written.at(-1)).toContain('plan: 1/3');
  endProgress();
  expect(written.at(-1)).toBe('\r\u001b[K');
  endProgress();
  expect(written).toHaveLength(2);
});

it('what is quick, and what is to be quiet, shows nothing', () => {
  const quick = recorder(true);
  const progress = startProgress('sweep', 1, quick.stream, quick.clock);
  quick.wait(900);
  progress.step();
  progress.finish();
  chooseOutput({ quiet: true, verbose: true });
  const silent = startProgress('sweep', 1, quick.stream, quick.clock);
  quick.wait(9000);
  silent.step();
  silent.finish();
  expect(quick.written).toEqual([]);
});

it.each([
  [true, {}, 2000],
  [false, { verbose: true }, 6000],
])(
  'a step that takes a minute does not make the line stand still (terminal: %s)',
  (isTTY, output, most) => {
    vi.useFakeTimers();
    chooseOutput(output);
    const written: number[] = [];
    const write = () => written.push(performance.now()) > 0;
    const start = performance.now();
    const progress = startProgress('sweep', 4, { isTTY, write } as never);
    vi.advanceTimersByTime(500);
    progress.step();
    vi.advanceTimersByTime(60_000);
    progress.finish();
    const end = performance.now();
    const seen = [start, ...written, end];
    const pauses = seen.slice(1).map((at, i) => at - (seen[i] ?? 0));
    expect(Math.max(...pauses)).toBeLessThanOrEqual(most);
    const lines = written.length;
    vi.advanceTimersByTime(60_000);
    expect(written).toHaveLength(lines);
  },
);
