// `virtcost dedup` on cached dumps against two `cat` processes that read the same files once. Wall time, not CPU time: two
// threads are the point. Target: 1.1 times the cats without the start of node, the worst mixtures under twice, 400 MiB.
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inQuick } from './quick.ts';
import { type Comparison, sideBySide, type Variant } from './side-by-side.ts';

const VMS = 4;
const PAGE_WORDS = 1024;
const CHUNK_PAGES = 4096;
/** Contents that several pages may have. */
const POOL = 400_009;

/** Fills page number `page` of all dumps. */
type Fill = (words: Uint32Array, page: number) => void;

/** A quarter of the pages is zero, about 35 of 100 come from a pool all VMs draw on, the rest is unique. */
function mixed(words: Uint32Array, page: number): void {
  const kind = (Math.imul(page, 2654435761) >>> 16) % 100;
  const pooled = 1 + ((Math.imul(page, 0x85ebca6b) >>> 8) % POOL);
  const seed = kind < 25 ? 0 : kind < 60 ? pooled : 1_000_000 + page;
  if (seed === 0) words.fill(0);
  else for (let i = 0; i < PAGE_WORDS; i++) words[i] = Math.imul(seed + i, 2654435761) ^ seed;
}

function equal(words: Uint32Array): void {
  for (let i = 0; i < PAGE_WORDS; i++) words[i] = Math.imul(i, 2654435761) + 1;
}

function equalButOneWord(words: Uint32Array, page: number): void {
  equal(words);
  words[500] = page;
}

const mixtures: { name: string; pages: number; fill: Fill }[] = [
  inQuick(
    { name: '512 MiB of a mixture', pages: 32_768, fill: mixed },
    { name: '4 GiB of a mixture', pages: 262_144, fill: mixed },
  ),
  { name: '1 GiB, all pages equal', pages: 65_536, fill: equal },
  { name: '1 GiB, all equal but one word', pages: 65_536, fill: equalButOneWord },
];

function writeDump(path: string, firstPage: number, pages: number, fill: Fill): void {
  const fd = openSync(path, 'w');
  const words = new Uint32Array(CHUNK_PAGES * PAGE_WORDS);
  for (let first = firstPage; first < firstPage + pages; first += CHUNK_PAGES) {
    for (let p = 0; p < CHUNK_PAGES; p++) {
      fill(words.subarray(p * PAGE_WORDS, (p + 1) * PAGE_WORDS), first + p);
    }
    writeSync(fd, words);
  }
  closeSync(fd);
}

const fromRoot = (path: string) => new URL(`../${path}`, import.meta.url).pathname;

function wallTimed(name: string, pages: number, work: () => unknown): Variant {
  return {
    name,
    async run() {
      const begin = process.hrtime.bigint();
      await work();
      const cpuNs = Number(process.hrtime.bigint() - begin);
      return { cpuNs, operations: VMS * pages, digest: null };
    },
  };
}

/** What the command does between its start and its answer, with the compiled code, whose threads are files of their own. */
async function scanOf(dumps: readonly string[]): Promise<() => Promise<unknown>> {
  const built = fromRoot('dist/formats/memory-image/');
  const { openMemoryImage } = await import(`${built}open.js`);
  const { scanImages } = await import(`${built}scan-images.js`);
  return async () => scanImages(await Promise.all(dumps.map((path) => openMemoryImage(path))));
}

const SAY_MEMORY =
  'data:text/javascript,process.on("exit",()=>process.stderr.write("rss "+process.resourceUsage().maxRSS+"\\n"))';

/** Largest resident set of the whole command, KiB. */
function peakKib(command: readonly string[]): number {
  const { stderr } = spawnSync(process.execPath, ['--import', SAY_MEMORY, ...command], {
    encoding: 'utf8',
  });
  return Math.max(...[...stderr.matchAll(/^rss (\d+)$/gm)].map(([, kib]) => Number(kib)));
}

export async function dedupCommandBench(): Promise<Comparison[]> {
  const found: Comparison[] = [];
  for (const { name, pages, fill } of inQuick(mixtures.slice(0, 1), mixtures)) {
    const folder = mkdtempSync(join(tmpdir(), 'virtcost-dumps-'));
    try {
      const dumps = Array.from({ length: VMS }, (_, vm) => join(folder, `vm${vm}.raw`));
      dumps.forEach((path, vm) => {
        writeDump(path, vm * pages, pages, fill);
      });
      const cats = 'cat "$1" "$2" >/dev/null & cat "$3" "$4" >/dev/null; wait';
      const command = [fromRoot('dist/cli.js'), 'dedup', '--json', ...dumps];
      found.push(
        ...(await sideBySide(
          `dedup of ${name}, wall time`,
          [
            wallTimed('two cats', pages, () => execFileSync('sh', ['-c', cats, 'sh', ...dumps])),
            wallTimed('dedup, without the start of node', pages, await scanOf(dumps)),
            wallTimed('dedup, process and all', pages, () =>
              execFileSync(process.execPath, command),
            ),
          ],
          { rounds: 3, pairs: 5, warmUp: 1 },
        )),
      );
      const mib = Math.round(peakKib(command) / 1024);
      process.stderr.write(`dedup of ${name}: ${mib} MiB at its peak, target 400\n`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
  return found;
}
