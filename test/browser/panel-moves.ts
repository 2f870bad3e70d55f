import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostById } from '../../src/hosts/index.ts';

/** A page whose panel is moved, and the words of the command it is written by. */
export interface PanelCase {
  name: string;
  words: readonly string[];
  /** Every control, and how it is moved: a key, or a value of a list. */
  moves: readonly (readonly [id: string, how: string])[];
  /** The page takes seconds to compute: a plain run moves the panel of a page of this data alone. */
  data?: () => Readonly<Record<string, unknown>>;
  /** The figure whose table the command prints, where a plain run holds that one alone against the panel's. */
  table?: string;
  /** The file a reader has to drop first, and one that is another's. */
  drop?: { file: string; other: string };
}

const shortTrace = join(tmpdir(), `virtcost-short-trace-${process.pid}.bin`);

/** Loads and stores of 400 pages as the compact format has them; returns what takes the file away. */
export function writeShortTrace(): () => void {
  const words = BigUint64Array.from({ length: 3000 }, (_, i) => {
    const address = ((i * i * 7919) % 400) * 4096 + (i % 64) * 64;
    return (BigInt(address) << 2n) | BigInt(i % 3 === 0 ? 1 : 0);
  });
  writeFileSync(shortTrace, new Uint8Array(words.buffer));
  return () => rmSync(shortTrace);
}

export const panelCases: readonly PanelCase[] = [
  {
    name: 'migrate',
    words: 'migrate --ram 512MiB --working-set 64MiB --writes 20k --link 5G --auto-converge'.split(
      ' ',
    ),
    moves: [
      ['memory', 'ArrowRight'],
      ['writes', 'End'],
      ['technique', 'post-copy'],
      ['link', 'ArrowLeft'],
      ['downtime', 'Home'],
      ['technique', 'precopy'],
      ['technique', 'multifd'],
      ['writes', 'Home'],
      ['technique', ''],
    ],
  },
  {
    name: 'translate',
    words: 'translate --pattern zipf --size 16MiB --accesses 16k --mmu all'.split(' '),
    table: 'mmu-modes-table',
    data: () => ({
      words: 'translate --pattern zipf --size 16MiB --accesses 16k --mmu all'.split(' '),
      host: hostById('sim-dmt'),
      options: {
        ...{ pattern: 'zipf', size: 2 ** 24, accesses: 16_000, mmu: 'all', activity: 'server' },
        ...{ hostPage: '4K', guestLevels: 4, hostLevels: 4, dataReferences: true },
      },
    }),
    moves: [
      ['tlb', 'ArrowRight'],
      ['technique', 'shadow'],
      ['footprint', 'ArrowRight'],
      ['technique', 'nested'],
      ['host', 'epyc-zen3-2021'],
      ['technique', 'all'],
      ['pages', '2M/4K'],
      ['tlb', 'Home'],
      ['footprint', 'Home'],
    ],
  },
  {
    name: 'translate of a trace',
    words: ['translate', '--trace', shortTrace, '--mmu', 'all'],
    table: 'mmu-modes-table',
    drop: { file: shortTrace, other: 'examples/guests/orders-disk.csv' },
    moves: [
      ['pages', '2M/4K'],
      ['technique', 'shadow'],
      ['tlb', 'ArrowRight'],
      ['host', 'epyc-zen3-2021'],
    ],
  },
  {
    name: 'blocks',
    words:
      'blocks replay examples/guests/orders-disk.csv --size 64MiB --discipline qcow2,sesparse,cow'.split(
        ' ',
      ),
    moves: [
      ['every', 'ArrowRight'],
      ['keep', 'Home'],
      ['cluster', 'End'],
      ['device', 'hdd'],
      ['depth', 'ArrowLeft'],
      ['every', 'Home'],
      ['cluster', 'ArrowLeft'],
    ],
  },
  {
    name: 'dedup',
    words: 'dedup examples/guests/web-a.mem examples/guests/web-b.mem --ksm'.split(' '),
    moves: [
      ['rate', 'ArrowRight'],
      ['sharing', 'Home'],
      ['zero', 'on'],
      ['sleep', 'End'],
      ['smart', 'off'],
      ['kernel', '6.1'],
      ['zero', 'off'],
    ],
  },
  {
    name: 'plan',
    words:
      'plan examples/inventory/rvtools-workshop.xlsx --cpu-ratio 8 --what-if examples/inventory/fewer-hosts.yaml'.split(
        ' ',
      ),
    moves: [
      ['growth', 'ArrowRight'],
      ['hosts', 'Home'],
      ['growth', 'End'],
      ['ratio', 'ArrowLeft'],
      ['machines', 'ArrowRight'],
      ['failures', 'Home'],
      ['memory', 'ArrowRight'],
      ['hosts', 'End'],
      ['growth', 'Home'],
      ['failures', 'End'],
    ],
  },
];
