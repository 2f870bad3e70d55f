import { execFileSync } from 'node:child_process';

/**
 * CPU time, user and system, of all that a shell line starts, its wall time, and what it printed; `path` is its `$1`. A line that
 * fails throws: what ends at once on a fault would look fast.
 */
export function childCpu(
  line: string,
  path: string,
): { cpuNs: number; wallNs: number; output: string } {
  const begin = process.hrtime.bigint();
  const text = execFileSync('bash', ['-c', `set -eo pipefail; ${line}; times`, 'bash', path], {
    encoding: 'utf8',
  });
  const lines = text.trim().split('\n');
  // The last line of `times` is user and system time of children.
  const [user, system] = [...lines.at(-1)!.matchAll(/(\d+)m([\d.]+)s/g)];
  const seconds = (match: RegExpExecArray | undefined) =>
    Number(match?.[1]) * 60 + Number(match?.[2]);
  return {
    cpuNs: (seconds(user) + seconds(system)) * 1e9,
    wallNs: Number(process.hrtime.bigint() - begin),
    output: lines.slice(0, -2).join('\n'),
  };
}
