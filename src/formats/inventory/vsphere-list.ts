import { nth } from '../../elements.ts';
import { badInput, printable } from '../../errors.ts';
import { type ViewColumn, viewValue } from '../vrops/view.ts';
import type { Collected } from './findings.ts';
import type { InventoryReader } from './reader.ts';
import { eachRecord, type Row, rawTitlesOf } from './rows.ts';

/** What columns are called in lists for people, without case, blanks and marks. */
const LABELS = {
  name: ['name', 'vm', 'vmname', 'virtualmachine', 'virtualmachinename'],
  power: ['powerstate', 'state', 'power', 'vmstate'],
  vcpus: [
    'vcpu',
    'cpus',
    'cpu',
    'cpucount',
    'numcpus',
    'numberofcpus',
    'numberofvcpus',
    'virtualcpus',
    'provisionedvcpus',
  ],
  memory: [
    'memorysize',
    'memory',
    'ram',
    'provisionedmemory',
    'configuredmemory',
    'guestconfiguredmemory',
    'memorytotalcapacity',
  ],
  provisioned: ['provisionedspace', 'diskspace', 'provisionedstorage'],
  used: ['usedspace', 'usedstorage'],
  host: ['host', 'parenthost', 'esxihost', 'hostsystem'],
  cluster: ['cluster', 'parentcluster'],
  datacenter: ['datacenter', 'parentdatacenter'],
  vcenter: ['vcenter', 'parentvcenter'],
  os: ['guestos', 'ossystem', 'os', 'operatingsystem'],
} as const;
type Label = keyof typeof LABELS;

const plain = (title: string) =>
  title
    .replace(/\([^()]*\)\s*$/, '')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');

/** Columns by what they are, the plainest label first. */
function columnsOf(titles: readonly string[]): Partial<Record<Label, ViewColumn>> {
  const keys = titles.map(plain);
  const found: Partial<Record<Label, ViewColumn>> = {};
  for (const [label, names] of Object.entries(LABELS) as [Label, readonly string[]][]) {
    const place = names.map((name) => keys.indexOf(name)).find((at) => at >= 0);
    if (place === undefined) continue;
    const title = nth(titles, place);
    found[label] = {
      title,
      place,
      metric: '',
      unit: /\(([^()]*)\)\s*$/.exec(title)?.[1] ?? '',
      how: '',
    };
  }
  return found;
}

/** A size that says its unit, in the title or itself. */
function sizeIn(row: Row, column: ViewColumn | undefined, file: string): number {
  const text = column ? (row.cells[column.place] ?? '').trim() : '';
  if (!column || text === '' || text === '-') return 0;
  if (column.unit === '' && !/[A-Za-z]\s*$/.test(text)) {
    throw badInput({
      file,
      line: row.line,
      expected: `a unit for ${printable(column.title, 60)}, such as "4 GB" or a title "Memory (GB)"`,
      found: `"${printable(text, 40)}"`,
    });
  }
  return viewValue(text, column, { file, line: row.line }) ?? 0;
}

function addMachine(
  row: Row,
  columns: Partial<Record<Label, ViewColumn>>,
  into: Collected,
  file: string,
): void {
  const text = (label: Label) => {
    const column = columns[label];
    const value = column ? (row.cells[column.place] ?? '').trim() : '';
    return value === '-' ? '' : value;
  };
  const vcpus = columns.vcpus && viewValue(text('vcpus'), columns.vcpus, { file, line: row.line });
  into.vm({
    name: text('name'),
    power: columns.power ? into.power(text('power'), 'vsphere') : 'on',
    vcpus: vcpus ?? 0,
    memoryMib: sizeIn(row, columns.memory, file),
    provisionedMib: sizeIn(row, columns.provisioned, file),
    inUseMib: sizeIn(row, columns.used, file),
    host: text('host'),
    cluster: text('cluster'),
    datacenter: text('datacenter') || undefined,
    vcenter: text('vcenter') || undefined,
    os: text('os'),
  });
}

export const vsphereList: InventoryReader = {
  id: 'vsphere-list',
  title:
    'list of machines of the vSphere Client, or a view of Aria Operations with labels of its own, CSV ("... World.csv")',
  make: 'vSphere Client: Hosts and Clusters, VMs, with the columns CPUs, Memory Size, Host and Cluster, Export',
  sniff: (_name, head) => {
    const columns = columnsOf(rawTitlesOf(head));
    return (
      columns.name !== undefined &&
      (columns.memory !== undefined || columns.provisioned !== undefined) &&
      (columns.power !== undefined || columns.vcpus !== undefined)
    );
  },
  async read(path, into) {
    await eachRecord(path, (header) => {
      const columns = columnsOf(header.titles());
      if (!columns.vcpus || !columns.memory) {
        throw badInput({
          file: path,
          line: 1,
          expected: 'columns with the vCPUs and the memory of each machine',
          found: printable(header.titles().slice(0, 12).join(', '), 200),
          hint: 'Show the columns CPUs and Memory Size in the list, then export it.',
        });
      }
      for (const column of Object.values(columns)) header.column(column.title);
      const unread = header
        .titles()
        .filter((_, i) => !Object.values(columns).some(({ place }) => place === i));
      if (unread.length > 0) {
        into.finding(
          'not-read',
          `columns that are not used: ${unread.slice(0, 12).join(', ')}${unread.length > 12 ? ', …' : ''}`,
          unread.length,
        );
      }
      if (!columns.power)
        into.finding(
          'assumed',
          'the file does not say which machines run: all of them count as running',
        );
      return (row) => addMachine(row, columns, into, path);
    });
  },
};
