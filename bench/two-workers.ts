// Two worker threads against one: whole processes, and within them the sweep alone, from the first job given to the last
// row back. Wall times show something on an idle machine alone; what two workers use of the processors shows the rest anywhere.
import { childCpu } from './child-cpu.ts';
import { CLI, type Folder } from './scenario-folder.ts';
import { type Comparison, sideBySide, type Variant } from './side-by-side.ts';

interface Runs {
  /** Seconds of each run, pair by pair: whole process, sweep alone, CPU of all threads. */
  wall: number[][];
  sweep: number[][];
  cpu: number[][];
}

/** Seconds of the sweep as its last line of progress tells them. */
function sweepSeconds(output: string): number {
  const [, took, unit] = /^sweep .*, took ([\d.]+) (ms|s)\b/m.exec(output) ?? [];
  if (took === undefined) throw new Error(`expected the time of the sweep, found ${output}`);
  return Number(took) / (unit === 'ms' ? 1000 : 1);
}

const mean = (values: readonly number[]) =>
  values.reduce((sum, one) => sum + one, 0) / values.length;

/** Ratios of two to one, pair by pair: their mean, least and most. */
function ratios(two: readonly number[][], one: readonly number[][]) {
  const all = two.map((values, pair) => mean(values) / mean(one[pair] ?? []));
  return {
    mean: mean(all),
    text: `${mean(all).toFixed(2)} (${Math.min(...all).toFixed(2)} to ${Math.max(...all).toFixed(2)})`,
  };
}

/** One worker against two on a scenario of so many cells. */
export async function twoWorkers(
  folder: Folder,
  { what, cells, rounds, pairs }: { what: string; cells: number; rounds: number; pairs: number },
): Promise<Comparison[]> {
  const runs = [1, 2].map((): Runs => ({ wall: [], sweep: [], cpu: [] }));
  const variant = (workers: number): Variant => ({
    name: workers === 1 ? '1 worker' : `${workers} workers`,
    run: (pair) => {
      const { cpuNs, wallNs, output } = childCpu(folder.line(CLI, `--verbose -w ${workers}`), '');
      const { wall, sweep, cpu } = runs[workers - 1]!;
      for (const [list, seconds] of [
        [wall, wallNs / 1e9],
        [sweep, sweepSeconds(output)],
        [cpu, cpuNs / 1e9],
      ] as const) {
        list[pair] ??= [];
        list[pair].push(seconds);
      }
      return { cpuNs: wallNs, operations: cells, digest: null };
    },
  });
  const rows = await sideBySide(`${what}, wall time of the process`, [variant(1), variant(2)], {
    ...{ rounds, pairs, warmUp: 0 },
  });
  const [one, two] = [runs[0]!, runs[1]!];
  const seconds = (list: readonly number[][]) => mean(list.flat()).toFixed(2);
  process.stderr.write(
    `${what}: two workers take ${ratios(two.wall, one.wall).text} of the time of one (${seconds(one.wall)} s), target 0.6 where two processors are idle\n` +
      `${what}: the sweep alone, first job to last row: ${ratios(two.sweep, one.sweep).text} of ${seconds(one.sweep)} s\n` +
      `${what}: two workers use ${(100 / ratios(two.cpu, one.cpu).mean).toFixed(0)} % of their CPU time for what one does, target 90 % or better\n`,
  );
  return rows;
}
