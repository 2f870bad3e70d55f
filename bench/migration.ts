// Dirty bitmaps against C twins, plain JavaScript and roaring-wasm; harvest against the speed of memory; the
// replay against its reference. Targets P7 and P8: bitmap writes and harvest, AssemblyScript over native C.
import { RoaringBitmap32, roaringLibraryInitialize } from 'roaring-wasm';
import { type MigrationKernel, migrationKernel, replay } from '../src/kernels/migration/index.ts';
import { ARENA } from '../src/kernels/migration/layout.ts';
import { replayReference } from '../src/kernels/migration/reference.ts';
import { defaultHost, defaultSettings } from '../src/model/migration/defaults.ts';
import { uniform } from '../src/model/migration/dirty.ts';
import { quickPrediction } from '../src/model/migration/expected.ts';
import { predictMigration } from '../src/model/migration/predict.ts';
import { toReplay } from '../src/model/migration/scenario.ts';
import { Rng } from '../src/rng.ts';
import { NativeServer } from './native.ts';
import { inQuick } from './quick.ts';
import { type Comparison, geomean, measured, sideBySide, type Variant } from './side-by-side.ts';

const LARGE = 2 ** 28;
const CACHED = 2 ** 20;
const BITMAP = ARENA;
const SECOND = BITMAP + LARGE / 8;
const SUMMARY = SECOND + LARGE / 8;
const RNG = SUMMARY + LARGE / 4096;
const STATE = RNG + 64;
const PML = STATE + 64;
const LIST = PML + 4096;
const LIST_BYTES = 4 * 2 ** 25;
const MASTER = LIST + LIST_BYTES + 64;

const { exports: kernel, memory } = migrationKernel(MASTER + LARGE / 8 - ARENA);

/**
 * A variant whose slice runs twice, the second timed, as in the C twin: a slice that follows the other
 * process's would pay for that one's caches (A/A pairs differed by 1.6 before).
 */
function settled({ name, run }: Variant): Variant {
  return {
    name,
    run(slice) {
      run(slice);
      return run(slice);
    },
  };
}

const zero = (at: number, bytes: number) => new Uint8Array(memory.buffer, at, bytes).fill(0);

const writes: Record<string, (k: MigrationKernel, pages: number, count: number) => number> = {
  set: (k, pages, count) => {
    k.setRandom(BITMAP, RNG, pages, count);
    return -1;
  },
  tas: (k, pages, count) => k.testAndSetRandom(BITMAP, RNG, pages, count),
  pml: (k, pages, count) => {
    k.pmlWrites(BITMAP, SECOND, PML, STATE, RNG, pages, count);
    return -2;
  },
  summary: (k, pages, count) => k.testAndSetSummary(BITMAP, SUMMARY, RNG, pages, count),
};

function wasmWrites(kind: string, pages: number, count: number): Variant {
  return {
    name: 'WebAssembly',
    run(slice) {
      zero(BITMAP, pages / 8);
      new Uint32Array(memory.buffer, STATE, 2).fill(0);
      kernel.seedRng(RNG, slice + 1);
      let value = 0;
      const timed = measured(() => {
        value = writes[kind]!(kernel, pages, count);
        return { operations: count, digest: null };
      });
      if (value === -1) value = kernel.countDirty(BITMAP, pages / 64);
      if (value === -2) {
        const [fill, exits] = new Uint32Array(memory.buffer, STATE, 2);
        value = exits! * 512 + fill!;
      }
      return { ...timed, digest: String(value) };
    },
  };
}

function jsWrites(pages: number, count: number): Variant {
  const words = new Uint32Array(pages / 32);
  return {
    name: 'JavaScript, typed array',
    run(slice) {
      words.fill(0);
      const rng = new Rng(slice + 1);
      return measured(() => {
        let fresh = 0;
        for (let i = 0; i < count; i++) {
          const page = rng.nextBelow(pages);
          const word = words[page >>> 5]!;
          fresh += ((word >>> (page & 31)) & 1) ^ 1;
          words[page >>> 5] = word | (1 << (page & 31));
        }
        return { operations: count, digest: String(fresh) };
      });
    },
  };
}

function native(name: string, server: NativeServer, command: (slice: number) => string): Variant {
  return { name, run: (slice) => server.ask(command(slice)) };
}

function wasmHarvest(pages: number): Variant {
  return {
    name: 'WebAssembly',
    run() {
      new Uint8Array(memory.buffer).copyWithin(BITMAP, MASTER, MASTER + pages / 8);
      // One untimed read: otherwise what is timed is how the copy left the caches.
      kernel.countDirty(BITMAP, pages / 64);
      let found = 0;
      const timed = measured(() => {
        found = kernel.harvest(BITMAP, pages / 64, LIST);
        return { operations: pages / 8, digest: null };
      });
      const list = new Uint32Array(memory.buffer, LIST, found);
      let digest = 0;
      for (let i = 0; i < found; i++) digest = (digest + Math.imul(list[i]!, i + 1)) >>> 0;
      return { ...timed, digest: String(digest) };
    },
  };
}

/** Random adds of given pages: the list is made outside the timing, as roaring takes values, not a generator. */
function addVariants(pages: number, count: number): Variant[] {
  const pagesOf = (slice: number) => {
    const rng = new Rng(slice + 1);
    return Uint32Array.from({ length: count }, () => rng.nextBelow(pages));
  };
  return [
    {
      name: 'roaring-wasm, addMany',
      run(slice) {
        const list = pagesOf(slice);
        const set = new RoaringBitmap32();
        const timed = measured(() => {
          set.addMany(list);
          return { operations: count, digest: null };
        });
        const digest = String(set.size);
        set.dispose();
        return { ...timed, digest };
      },
    },
    {
      name: 'roaring-wasm, add',
      run(slice) {
        const list = pagesOf(slice);
        const set = new RoaringBitmap32();
        const timed = measured(() => {
          for (const page of list) set.add(page);
          return { operations: count, digest: null };
        });
        const digest = String(set.size);
        set.dispose();
        return { ...timed, digest };
      },
    },
    {
      name: 'WebAssembly',
      run(slice) {
        zero(BITMAP, pages / 8);
        new Uint32Array(memory.buffer, LIST, count).set(pagesOf(slice));
        let fresh = 0;
        const timed = measured(() => {
          fresh = kernel.testAndSetPages(BITMAP, LIST, count);
          return { operations: count, digest: null };
        });
        return { ...timed, digest: String(fresh) };
      },
    },
  ];
}

function replayVariants(): Variant[] {
  const guest = {
    ramBytes: 2 ** 29,
    zeroShare: 0.1,
    dirty: uniform(20_000, 6000),
    deviceStateBytes: 1e6,
  };
  const input = (slice: number) =>
    toReplay(guest, defaultSettings, defaultHost, { phase: 0.5, seed: slice, horizonS: 60 });
  const variant = (name: string, work: typeof replay): Variant => ({
    name,
    run: (slice) =>
      measured(() => {
        const done = work(input(slice));
        const { rounds: _, ...figures } = done;
        const digest = Object.values(figures)
          .map(Number)
          .reduce((sum, value) => sum + value, 0);
        return { operations: done.normalPages + done.zeroPages, digest: String(digest) };
      }),
  });
  return [variant('TypeScript reference', replayReference), variant('WebAssembly', replay)];
}

async function writeJobs(tuned: NativeServer | null, rounds: object): Promise<Comparison[]> {
  const found: Comparison[] = [];
  for (const [pages, label, count] of [
    [LARGE, '32 MiB', 400_000],
    [CACHED, '128 KiB', 3_000_000],
  ] as const) {
    for (const kind of inQuick(['tas'], Object.keys(writes))) {
      const variants = [
        ...(tuned
          ? [
              native('C, -march=native', tuned, (s) => `${kind} ${pages} ${s + 1} ${count}`),
              native('C, same batches', tuned, (s) => `b${kind} ${pages} ${s + 1} ${count}`),
            ]
          : []),
        settled(wasmWrites(kind, pages, count)),
        ...(kind === 'tas' ? [settled(jsWrites(pages, count))] : []),
      ];
      if (variants.length > 1) {
        found.push(...(await sideBySide(`${kind}, ${label}`, variants, rounds)));
      }
    }
  }
  return found;
}

const shares = inQuick([1e-3], [0, 1e-4, 1e-3, 1e-2, 1e-1]);

async function harvestJobs(server: NativeServer, rounds: object): Promise<Comparison[]> {
  const found: Comparison[] = [];
  for (const share of shares) {
    const count = Math.round(share * LARGE);
    await server.ask(`master ${LARGE} 9 ${count}`);
    zero(BITMAP, LARGE / 8);
    kernel.seedRng(RNG, 9);
    kernel.setRandom(BITMAP, RNG, LARGE, count);
    new Uint8Array(memory.buffer).copyWithin(MASTER, BITMAP, BITMAP + LARGE / 8);
    const variants = [
      native('C scalar, -march=native', server, () => `scalar ${LARGE}`),
      native('C SIMD, -march=native', server, () => `simd ${LARGE}`),
      native('C SIMD, same masks', server, () => `masks ${LARGE}`),
      settled(wasmHarvest(LARGE)),
    ];
    // A sum of every word is the speed of memory; it lists nothing, so only a clean bitmap compares.
    if (share === 0) variants.push(native('C, read only', server, () => `read ${LARGE}`));
    found.push(...(await sideBySide(`harvest, ${100 * share} % dirty`, variants, rounds)));
  }
  return found;
}

/** One replay against the closed form sweeps use; they agree on verdicts (tested), not on digits. */
function predictionVariants(): Variant[] {
  const moving = {
    ramBytes: 2 ** 29,
    zeroShare: 0.1,
    dirty: uniform(20_000, 6000),
    deviceStateBytes: 1e6,
  };
  const input = toReplay(moving, defaultSettings, defaultHost, {
    phase: 0.5,
    seed: 1,
    horizonS: 60,
  });
  const repeated = (name: string, times: number, work: () => object): Variant => ({
    name,
    run: () =>
      measured(() => {
        for (let i = 0; i < times; i++) work();
        return { operations: times, digest: null };
      }),
  });
  return [
    repeated('replay', 2, () => replay(input)),
    repeated('closed form', 500, () => quickPrediction(moving, defaultSettings, defaultHost)),
  ];
}

/** One prediction of a guest of 1 TiB, one replica: only its own A/A row. Target: 0.5 s. */
async function largePrediction(): Promise<Comparison[]> {
  const host = { ...defaultHost, copyBytesPerS: 3e9 };
  const settings = { ...defaultSettings, maxBandwidth: 1.25e9 };
  const ramBytes = 2 ** 40;
  const dirty = uniform(ramBytes / 4096 / 8, 20_000);
  const moving = { ramBytes, zeroShare: 0.1, dirty, deviceStateBytes: 1e6 };
  const variant: Variant = {
    name: 'replay',
    run: () =>
      measured(() => {
        const { transferredBytes } = predictMigration(moving, settings, host, { replicas: 1 });
        return { operations: 1, digest: String(transferredBytes.value) };
      }),
  };
  return sideBySide('predict 1 TiB, target 5e8 ns', [variant], { rounds: 2, pairs: 5, warmUp: 1 });
}

/** Suite `migration`. Variants are compared with the first of their job. */
export async function migrationBench(): Promise<Comparison[]> {
  await roaringLibraryInitialize();
  const rounds = { rounds: 3, pairs: 15 };
  const server = NativeServer.start('migration.c', ['-O3', '-march=native']);
  const found = await writeJobs(server, rounds);
  if (server) found.push(...(await harvestJobs(server, { rounds: 3, pairs: 9 })));
  server?.close();
  const adds = [
    [CACHED, '2^20 pages'],
    [LARGE, '2^28 pages'],
  ] as const;
  for (const [pages, label] of inQuick([adds[0]], [...adds])) {
    found.push(
      ...(await sideBySide(`1 Mi adds, ${label}`, addVariants(pages, 2 ** 20), {
        rounds: 1,
        pairs: 7,
      })),
    );
  }
  found.push(...(await sideBySide('replay of 512 MiB', replayVariants(), { rounds: 2, pairs: 9 })));
  found.push(
    ...(await sideBySide('predict 512 MiB', predictionVariants(), { rounds: 2, pairs: 9 })),
  );
  found.push(...(await largePrediction()));
  const speeds = (prefix: RegExp) =>
    found
      .filter((row) => row.variant === 'WebAssembly' && prefix.test(row.job))
      .map((row) => row.speedByMinima);
  const bitmapWrites = speeds(/^(set|tas|pml|summary),/);
  if (bitmapWrites.length > 0) {
    process.stderr.write(
      `P7 bitmap writes, geomean of ${bitmapWrites.length}: ${geomean(bitmapWrites).toFixed(2)} of C\n`,
    );
  }
  return found;
}
