import { badInput } from '../../errors.ts';
import type { Collected } from './findings.ts';
import { coresOfThreads } from './host-threads.ts';
import { readList } from './list.ts';
import { readUnpacked } from './open.ts';
import type { InventoryReader } from './reader.ts';
import { titlesOf } from './rows.ts';
import type { TableRow } from './table.ts';

const MIB = 2 ** 20;

/** `name-label ( RW): value`: read-only or not, and S for a set, M for a map. */
const FIELD = /^\s*([\w-]+) \(\s*[MS]?R[OW]\)\s*: ?(.*)$/;
/** How xe writes a reference that leads nowhere, such as the host of a halted machine. */
const NOWHERE = /^<not in database>$|^<expensive field>$/;

type Block = Map<string, string>;

/** Blocks of fields; a value may go on over several lines, and blank lines in it, so the first field begins a block. */
function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let first: string | undefined;
  let afterBlank = true;
  for (const line of text.split(/\r?\n/)) {
    const field = FIELD.exec(line);
    if (!field) {
      afterBlank ||= line.trim() === '';
      continue;
    }
    const [, key, value] = field as unknown as [string, string, string];
    const block = blocks.at(-1);
    if (!block || key === first || (afterBlank && block.has(key))) {
      first ??= key;
      blocks.push(new Map([[key, value]]));
    } else block.set(key, value);
    afterBlank = false;
  }
  return blocks;
}

/** Fields of machines that are read. */
const READ = new Set([
  ...[
    'uuid',
    'name-label',
    'power-state',
    'VCPUs-max',
    'VCPUs-number',
    'memory-static-max',
    'memory-dynamic-max',
  ],
  ...['memory-actual', 'resident-on', 'is-control-domain', 'is-a-template', 'is-a-snapshot'],
]);

/** A machine from its fields by name, wherever they were written. */
function addMachine(
  field: (key: string) => string,
  number: (key: string) => number | undefined,
  into: Collected,
): void {
  const left = (['is-control-domain', 'is-a-template', 'is-a-snapshot'] as const).find((key) =>
    /^true$/i.test(field(key)),
  );
  const name = field('name-label');
  if (
    left === 'is-control-domain' ||
    (left === undefined && /^Control domain on host:/.test(name))
  ) {
    into.finding(
      'not-read',
      'control domains, which are part of their hosts: their memory is not taken off the hosts',
    );
    return;
  }
  if (left === 'is-a-snapshot') {
    into.finding('not-read', 'snapshots, which take space alone');
    return;
  }
  const [most, now] = [number('VCPUs-max'), number('VCPUs-number')];
  const resident = field('resident-on');
  if (!now && !most) {
    into.finding(
      'unknown-size',
      'machines that are halted and have no VCPUs-max in the file: their vCPUs are not known',
    );
  }
  into.vm({
    name,
    id: field('uuid') || undefined,
    power: into.power(field('power-state'), 'xen'),
    template: left === 'is-a-template',
    host: NOWHERE.test(resident) ? '' : resident,
    // A halted machine has 0 now: it starts with the most.
    vcpus: now || most || 0,
    ...(now && most && most > now ? { maxVcpus: most } : {}),
    memoryMib:
      (number('memory-dynamic-max') ||
        number('memory-static-max') ||
        number('memory-actual') ||
        0) / MIB,
  });
}

/** A part of cpu_info such as `cpu_count: 32; socket_count: 2; speed: 2600.000`. */
const partOf = (info: string, key: string) =>
  Number(new RegExp(`(?:^|;\\s*)${key}: (\\d{1,9}(?:\\.\\d{1,9})?)(?!\\d)`).exec(info)?.[1] ?? 0);

function addHost(block: Block, into: Collected, path: string): void {
  const [id, name] = [block.get('uuid') ?? '', block.get('name-label') ?? ''];
  into.across.names.set(id, name);
  const [info, memory] = [block.get('cpu_info'), block.get('memory-total')];
  if (info === undefined || memory === undefined) {
    into.finding(
      'not-read',
      'hosts without cpu_info and memory-total: names alone are used (xe host-list params=all has them)',
    );
    return;
  }
  const [threads, perCore] = [partOf(info, 'cpu_count'), partOf(info, 'threads_per_core')];
  into.host({
    name,
    state: /^false$/i.test(block.get('enabled') ?? '') ? 'disabled' : 'up',
    sockets: partOf(info, 'socket_count') || 1,
    cores:
      perCore > 0
        ? threads / perCore
        : coresOfThreads(threads, into, 'xl info says threads_per_core'),
    mhzPerCore: partOf(info, 'speed'),
    memoryMib: into.amount(memory, 'memory-total', path) / MIB,
  });
}

const isXe = (head: string) => head.split(/\r?\n/, 40).some((line) => FIELD.test(line));
const PARAMS =
  'uuid,name-label,power-state,VCPUs-max,VCPUs-number,memory-static-max,memory-dynamic-max,resident-on,is-control-domain,is-a-template,is-a-snapshot';
/** Fields that only machines have. */
const OF_MACHINES = /^[ \t]*(power-state|VCPUs-\w+|memory-(static|dynamic)-max|memory-actual) \(/m;
const OF_HOSTS = /^[ \t]*(cpu_info|memory-total|enabled|hostname) \(/m;

export const xeHosts: InventoryReader = {
  id: 'xe-hosts',
  title: 'XCP-ng or XenServer hosts, text of xe host-list',
  make: 'xe host-list params=uuid,name-label,enabled,cpu_info,memory-total > hosts.txt',
  isLookup: true,
  sniff: (_name, head) => isXe(head) && OF_HOSTS.test(head) && !OF_MACHINES.test(head),
  async read(path, into) {
    for (const block of blocksOf(await readUnpacked(path))) addHost(block, into, path);
  },
};

export const xeMachines: InventoryReader = {
  id: 'xe-vms',
  title: 'XCP-ng or XenServer machines, text of xe vm-list',
  make: `xe vm-list params=${PARAMS} > vms.txt`,
  sniff: (_name, head) => isXe(head) && OF_MACHINES.test(head),
  async read(path, into) {
    const unread = new Set<string>();
    for (const block of blocksOf(await readUnpacked(path))) {
      const field = (key: string) => (block.get(key) ?? '').trim();
      const number = (key: string) =>
        field(key) === '' ? undefined : into.amount(field(key), key, path);
      const sized =
        ['VCPUs-max', 'VCPUs-number'].some((key) => block.has(key)) &&
        [...block.keys()].some((key) => key.startsWith('memory-'));
      if (!sized) {
        throw badInput({
          file: path,
          expected: 'VCPUs-max and memory-static-max of each machine',
          found: `fields ${[...block.keys()].slice(0, 8).join(', ')}`,
          hint: `xe prints a few fields unless told which: xe vm-list params=${PARAMS}`,
        });
      }
      addMachine(field, number, into);
      for (const [key, value] of block) if (!READ.has(key) && value.trim() !== '') unread.add(key);
    }
    if (unread.size > 0) {
      const names = [...unread];
      into.finding(
        'not-read',
        `fields of xe that are not used: ${names.slice(0, 12).join(', ')}${names.length > 12 ? ', …' : ''}`,
        names.length,
      );
    }
  },
};

export const xeCsv: InventoryReader = {
  id: 'xe-csv',
  title: 'XCP-ng or XenServer machines, CSV with the names of xe',
  make: `a script over xe vm-list with the columns ${PARAMS}`,
  sniff: (_name, head) => titlesOf(head).includes('vcpusmax'),
  read: (path, into) =>
    readList(path, into, [], (columns) => {
      columns.need('name-label');
      if (!columns.has('memory-dynamic-max')) columns.need('memory-static-max');
      const texts = new Map(
        [
          'uuid',
          'name-label',
          'power-state',
          'resident-on',
          'is-control-domain',
          'is-a-template',
          'is-a-snapshot',
        ].map((key) => [key, columns.text(key)]),
      );
      const numbers = new Map([
        ...['VCPUs-max', 'VCPUs-number'].map(
          (key) => [key, columns.optional('count', [key])] as const,
        ),
        ...['memory-static-max', 'memory-dynamic-max', 'memory-actual'].map(
          (key) => [key, columns.optional('whole', [key])] as const,
        ),
      ]);
      return (row: TableRow) =>
        addMachine(
          (key) => texts.get(key)?.(row) ?? '',
          (key) => numbers.get(key)?.(row),
          into,
        );
    }),
};
