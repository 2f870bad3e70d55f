import { hostById } from '../../src/hosts/index.ts';

/** A page whose panel is moved, and the words of the command it is written by. */
export interface PanelCase {
  name: string;
  words: readonly string[];
  /** Every control, and how it is moved: a key, or a value of a list. */
  moves: readonly (readonly [id: string, how: string])[];
  /** The page takes seconds to compute: a plain run moves the panel of a page of this data alone. */
  data?: () => Readonly<Record<string, unknown>>;
  /** The figure whose table the command then prints. */
  table?: string;
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
      ['hosts', 'Home'],
      ['ratio', 'ArrowLeft'],
      ['machines', 'ArrowRight'],
      ['failures', 'Home'],
      ['memory', 'ArrowRight'],
      ['hosts', 'End'],
      ['failures', 'End'],
    ],
  },
];
