// Mapped lookups and writes at depth 1, 8 and 64 beside C, flattened beside walked, and replay rates.

import { AccessKind, BlockKernel } from '../src/kernels/blocks/index.ts';
import { BlockStore } from '../src/kernels/blocks/store.ts';
import { BlockWalk } from '../src/kernels/blocks/walk.ts';
import { Rng } from '../src/rng.ts';
import { NativeServer } from './native.ts';
import { type Comparison, measured, sideBySide, type Variant } from './side-by-side.ts';

const DEPTHS = [1, 8, 64];
/** Operations of a slice of about 12 ms. */
const operations = {
  chain: [1_000_000, 120_000, 16_000],
  flat: 3_000_000,
  row: 1_000_000,
  cow: 1_000_000,
};
const jobs = ['chain', 'flat', 'row', 'cow'] as const;
const nativeNames = { chain: 'read', flat: 'flat', row: 'row', cow: 'cow' };

async function lookups(rows: Comparison[]): Promise<void> {
  const native = NativeServer.start('blocks.c', ['-O3', '-march=native']);
  for (const [i, depth] of DEPTHS.entries()) {
    const walk = new BlockWalk(depth);
    await native?.ask(`make ${depth}`);
    for (const job of jobs) {
      const n = job === 'chain' ? operations.chain[i]! : operations[job];
      const kernel: Variant = {
        name: `wasm ${job}`,
        run(slice) {
          if (job === 'row' || job === 'cow') walk.snapshot();
          return measured(() => ({ operations: n, digest: String(walk.run(job, slice + 1, n)) }));
        },
      };
      const variants: Variant[] = [kernel];
      if (native) {
        variants.unshift({
          name: 'C -O3',
          run: (slice) => native.ask(`${nativeNames[job]} ${slice + 1} ${n}`),
        });
        if (job === 'chain') {
          variants.push({
            name: 'C -O3, same layout',
            run: (slice) => native.ask(`walk ${slice + 1} ${n}`),
          });
        }
      }
      rows.push(...(await sideBySide(`${job} depth ${depth}`, variants)));
    }
    rows.push(
      ...(await sideBySide(`flattened against walked, depth ${depth}`, againstChain(walk, i))),
    );
  }
  native?.close();
}

/** Both answer the same reads first, so that their digests can be compared; the flat map then runs on. */
function againstChain(walk: BlockWalk, i: number): Variant[] {
  const n = operations.chain[i]!;
  const more = operations.flat;
  return [
    {
      name: 'chain walk',
      run: (slice) =>
        measured(() => ({ operations: n, digest: String(walk.run('chain', slice + 1, n)) })),
    },
    {
      name: 'flattened map',
      run(slice) {
        const digest = String(walk.run('flat', slice + 1, n));
        return measured(() => {
          walk.run('flat', slice + 1, more);
          return { operations: more, digest };
        });
      },
    },
  ];
}

const REPLAYED = 200_000;
const DISK_BYTES = 2 ** 36;

/** Random 4 KiB writes on the exact qcow2 map and on the stores, accesses queued from JavaScript. */
async function replays(rows: Comparison[]): Promise<void> {
  const offsets = Float64Array.from({ length: REPLAYED }, () => 0);
  const rng = new Rng(5);
  for (let i = 0; i < REPLAYED; i++) offsets[i] = rng.nextBelow(DISK_BYTES / 4096) * 4096;
  const qcow2 = new BlockKernel(2 ** 29);
  const layer = qcow2.createLayer({ size: DISK_BYTES, clusterSize: 65536 });
  const store = (discipline: 'cow' | 'row') =>
    new BlockStore({ discipline, size: DISK_BYTES, blockSize: 65536 }, 2 ** 28);
  const cow = store('cow');
  const row = store('row');
  const variant = (name: string, run: () => void): Variant => ({
    name,
    run: () =>
      measured(() => {
        run();
        return { operations: REPLAYED, digest: null };
      }),
  });
  rows.push(
    ...(await sideBySide(
      'replay of random 4 KiB writes',
      [
        variant('qcow2, exact', () => {
          for (const offset of offsets) qcow2.access(layer, AccessKind.write, offset, 4096);
          qcow2.flush();
        }),
        variant('copy-on-write', () => {
          for (const offset of offsets) cow.write(offset, 4096);
          cow.flush();
        }),
        variant('redirect-on-write', () => {
          for (const offset of offsets) row.write(offset, 4096);
          row.flush();
        }),
      ],
      { rounds: 2, pairs: 11 },
    )),
  );
}

/** The suite `blocks`. */
export async function blocks(): Promise<Comparison[]> {
  const rows: Comparison[] = [];
  await lookups(rows);
  await replays(rows);
  return rows;
}
