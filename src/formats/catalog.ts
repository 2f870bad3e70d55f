import { traceFormats } from './block-traces/index.ts';
import { diskFormats } from './disk-image/formats.ts';
import { guestStatsFormats } from './guest-stats/index.ts';
import { inventoryReaders, tablesReaders } from './inventory/index.ts';
import { loadReaders } from './machine-load/index.ts';
import { memoryTraceFormats } from './memory-trace/index.ts';
import { migrationReaders } from './migration/index.ts';

export interface CatalogEntry {
  kind:
    | 'guest statistics'
    | 'memory trace'
    | 'block trace'
    | 'memory image'
    | 'migration'
    | 'disk image'
    | 'page sharing'
    | 'inventory'
    | 'machine load';
  id: string;
  title: string;
  /** What is read from it. */
  reads: string;
  /** The command of virtcost that takes it. */
  command: string;
  /** How to make such a file. */
  make: string;
}

/** How to make traces, by id of their readers; where a reader is not here its title has to do. */
const memoryTraceMake: Readonly<Record<string, string>> = {
  lackey:
    'valgrind --tool=lackey --trace-mem=yes --log-fd=9 ./program 9>&1 1>/dev/null 2>/dev/null | gzip > FILE.gz',
  compact:
    'little-endian 64-bit words, address << 2 | kind (0 load, 1 store, 2 modify), plain or gzip',
  'perf-script': 'perf mem record ./program; perf script -F pid,time,event,addr,data_src > FILE',
  csv: 'any tool that writes one address a line; columns address,kind,page_size,pid',
  drmemtrace: 'drrun -t drcachesim -offline -- ./program (DynamoRIO)',
  champsim: 'the tracer of ChampSim (Intel PIN), or its published traces',
};
const blockTraceMake: Readonly<Record<string, string>> = {
  'fio-iolog': 'fio --write_iolog=FILE job.fio',
  blkparse: 'blktrace -d /dev/sdX -w 30 -o - | blkparse -i - > FILE',
  msr: 'published: SNIA IOTTA trace 388, CSV',
  alibaba: 'published: github.com/alibaba/block-traces, CSV',
  libcachesim: 'traceConv of libCacheSim to CSV (version,time,op,size,lbn)',
  spc: 'published: UMass trace repository, SPC text',
  ops: 'one JSON array a line, such as ["write", 0, 4096, 1]',
};

/** Every reader of virtcost. */
export const catalog: readonly CatalogEntry[] = [
  ...guestStatsFormats.map(
    ({ id, title, describe, make }): CatalogEntry => ({
      kind: 'guest statistics',
      id,
      title,
      reads: describe,
      command: 'import FILE',
      make,
    }),
  ),
  ...memoryTraceFormats.map(
    ({ id, title }): CatalogEntry => ({
      kind: 'memory trace',
      id,
      title,
      reads: 'data addresses of a program',
      command: 'translate --trace FILE',
      make: memoryTraceMake[id] ?? title,
    }),
  ),
  ...traceFormats.map(
    ({ id, title }): CatalogEntry => ({
      kind: 'block trace',
      id,
      title,
      reads: 'reads, writes, discards of a disk',
      command: 'blocks replay FILE',
      make: blockTraceMake[id] ?? title,
    }),
  ),
  {
    kind: 'block trace',
    id: 'vscsi',
    title: 'vscsi binary, versions 1 and 2',
    reads: 'reads and writes of a disk',
    command: 'blocks replay FILE',
    make: 'published: CloudPhysics traces',
  },
  {
    kind: 'memory image',
    id: 'raw',
    title: 'raw guest memory',
    reads: 'equal and zero pages',
    command: 'dedup FILE...',
    make: 'QEMU monitor: pmemsave 0 SIZE FILE',
  },
  {
    kind: 'memory image',
    id: 'elf-core',
    title: 'ELF core of a guest',
    reads: 'equal and zero pages',
    command: 'dedup FILE...',
    make: 'QEMU monitor: dump-guest-memory FILE (or virsh dump --memory-only --format elf)',
  },
  {
    kind: 'page sharing',
    id: 'ksm-sysfs',
    title: '/sys/kernel/mm/ksm',
    reads: 'what KSM does on a host',
    command: 'dedup --sysfs PATH',
    make: 'grep -H "" /sys/kernel/mm/ksm/* > FILE',
  },
  ...migrationReaders.map(
    ({ id, title, reads, make }): CatalogEntry => ({
      kind: 'migration',
      id,
      title,
      reads,
      command: 'migrate --from FILE',
      make,
    }),
  ),
  ...diskFormats
    .filter(({ open }) => open !== null)
    .map(
      ({ id, title, make }): CatalogEntry => ({
        kind: 'disk image',
        id,
        title,
        reads: 'the block map',
        command: 'blocks inspect FILE',
        make: make ?? title,
      }),
    ),
  ...[...tablesReaders, ...inventoryReaders].map(
    ({
      id,
      title,
      make,
      reads = 'hosts or machines',
      command = 'plan, import FILE or FOLDER',
    }): CatalogEntry => ({
      kind: 'inventory',
      id,
      title,
      reads,
      command,
      make,
    }),
  ),
  ...loadReaders.map(
    ({ id, title, make }): CatalogEntry => ({
      kind: 'machine load',
      id,
      title,
      reads: 'CPU, and memory where it is there, of each machine over time',
      command: 'plan BASE --load FILE or FOLDER',
      make,
    }),
  ),
];
