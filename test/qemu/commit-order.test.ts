import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type BatchOp, Machine, type Op } from '../../src/qcow2/index.ts';
import { Rng } from '../../src/rng.ts';
import { Driver } from './driver.ts';
import { describeCommits, noCommits, settleCommit } from './settle-commit.ts';

// VIRTCOST_QEMU_COMMITS=40 runs that many commits of many short pieces. Needs qemu-utils and gcc.
const wanted = Number(process.env.VIRTCOST_QEMU_COMMITS ?? 0);

const SECTOR = 512;
const SIZE = 4 * 1024 * 1024;
const shapes: readonly [cluster: number, extended: 0 | 1][] = [
  [512, 0],
  [4096, 0],
  [16384, 0],
  [16384, 1],
  [65536, 0],
  [65536, 1],
];

function scattered(rng: Rng, accesses: number): BatchOp[] {
  return Array.from({ length: accesses }, () => {
    const offset = rng.nextBelow(SIZE / SECTOR - 64) * SECTOR;
    const length = (1 + rng.nextBelow(60)) * SECTOR;
    const kind = rng.nextBelow(10);
    if (kind < 7) return ['write', offset, length, 1 + rng.nextBelow(255)];
    if (kind < 9) return ['zero', offset, length, rng.nextBelow(2) as 0 | 1];
    return ['discard', offset, length];
  });
}

/** An overlay of many short pieces over a scattered base, with a snapshot in half of the bases. */
function beforeCommit(seed: number): Op[] {
  const rng = new Rng(seed);
  const shape = () => shapes[rng.nextBelow(shapes.length)]!;
  const ops: Op[] = [
    ['create', 'base', SIZE, ...shape()],
    ['batch', 'base', scattered(rng, 30)],
  ];
  if (rng.nextBelow(2) === 1) ops.push(['snap', 'base', 's']);
  ops.push(['batch', 'base', scattered(rng, 20)]);
  ops.push(['overlay', 'top', 'base', SIZE, ...shape()]);
  ops.push(['batch', 'top', scattered(rng, 60)]);
  return ops;
}

describe.runIf(wanted > 0)('commits of many short pieces', () => {
  it(`keep counts the same and host offsets in an open order in ${wanted} runs`, () => {
    const commits = noCommits();
    for (let seed = 1; seed <= wanted; seed++) {
      const folder = mkdtempSync(join(tmpdir(), 'virtcost-commit-'));
      try {
        const driver = new Driver(folder);
        const machine = new Machine();
        for (const op of beforeCommit(seed)) {
          driver.run(op);
          machine.run(op);
        }
        settleCommit(driver, machine, ['commit', 'top'], `seed ${seed}`, commits);
      } finally {
        rmSync(folder, { recursive: true });
      }
    }
    console.log(describeCommits(commits));
    expect(commits.all).toBe(wanted);
  }, 3_600_000);
});
