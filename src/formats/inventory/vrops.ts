import { badInput } from '../../errors.ts';
import type { PowerState } from '../../inventory/power-state.ts';
import { type Reading, Readings } from '../vrops/readings.ts';
import { findColumn, type ViewShape, viewShape } from '../vrops/view.ts';
import type { Collected } from './findings.ts';
import type { InventoryReader } from './reader.ts';
import { eachRecord, rawTitlesOf } from './rows.ts';

const listed = (names: readonly string[]) =>
  `${names.slice(0, 12).join(', ')}${names.length > 12 ? ', …' : ''}`;

const numbersOf = (shape: ViewShape): Reading =>
  shape.subject === 'machine'
    ? {
        vcpus: findColumn(
          shape,
          /number of (virtual )?v?cpus?|provisioned vcpus?|^vcpus?$/,
          'last',
          'current',
          '',
          'max',
          'avg',
        ),
        memory: findColumn(
          shape,
          /memory\|(total capacity|guest configured memory|provisioned memory|memory allocated)|hardware\|memory|^memory$/,
          'last',
          'current',
          '',
          'max',
          'avg',
        ),
        demand: findColumn(shape, /^cpu\|demand$/, 'avg', ''),
        disk: findColumn(
          shape,
          /disk ?space\|(provisioned space|total disk space|virtual machine provisioned)/,
          'last',
          'current',
          '',
          'avg',
        ),
      }
    : {
        cpu: findColumn(shape, /^cpu\|usage$/, 'avg', ''),
        memory: findColumn(shape, /^memory\|(utilization|usage|host usage)$/, 'avg', ''),
        cpuCapacity: findColumn(
          shape,
          /^cpu\|(total capacity|capacity available to vms)$/,
          'last',
          'avg',
          '',
        ),
        memoryCapacity: findColumn(
          shape,
          /^memory\|(total capacity|capacity available to vms)$/,
          'last',
          'avg',
          '',
        ),
      };

const textsOf = (shape: ViewShape): Reading => ({
  power: findColumn(shape, /power state$/, 'last', 'current', ''),
  host: findColumn(shape, /parent host$/, 'last', 'current', ''),
  cluster: findColumn(shape, /parent cluster$/, 'last', 'current', ''),
  state: findColumn(shape, /maintenance state$|connection state$/, 'last', 'current', ''),
});

function machines(readings: Readings, into: Collected, path: string): void {
  let sizeless = 0;
  for (const [name, { numbers, texts }] of readings.objects) {
    const [vcpus, memory, demand] = [
      numbers.vcpus?.last,
      numbers.memory?.last,
      numbers.demand?.mean,
    ];
    if (demand !== undefined) into.demand(name, demand);
    if (vcpus === undefined || memory === undefined) {
      sizeless++;
      continue;
    }
    const power: PowerState = texts.power === undefined ? 'on' : into.power(texts.power, 'vsphere');
    into.vm({
      name,
      vcpus,
      memoryMib: memory,
      provisionedMib: numbers.disk?.last ?? 0,
      power,
      host: texts.host ?? '',
      cluster: texts.cluster ?? '',
      ...(demand === undefined ? {} : { cpuDemandMhz: demand }),
    });
  }
  if (sizeless === 0) return;
  into.across.partial({
    file: path,
    expected: 'vCPUs and memory of each machine',
    found: `${sizeless} machines with load alone (Aria Operations)`,
    hint: 'Add "Configuration|Hardware|Number of CPUs" and "Memory|Total Capacity" to the view, or put the file into a folder with an inventory (RVTools, PowerCLI) and give the folder.',
  });
}

function hosts(readings: Readings, into: Collected, path: string): void {
  for (const [name, { numbers, texts }] of readings.objects) {
    const share = (used: number | undefined, of: number | undefined) =>
      used === undefined || of === undefined || of === 0 ? undefined : used / of;
    into.use(
      name,
      share(numbers.cpu?.mean, numbers.cpuCapacity?.last),
      share(numbers.memory?.mean, numbers.memoryCapacity?.last),
    );
    if (texts.state !== undefined) into.across.hostStates.set(name, into.hostState(texts.state));
  }
  into.across.partial({
    file: path,
    expected: 'cores and memory of each host, and machines',
    found: `load of ${readings.objects.size} hosts (Aria Operations)`,
    hint: 'Put the file into a folder with an inventory (RVTools, PowerCLI) and give the folder.',
  });
}

export const vropsView: InventoryReader = {
  id: 'vrops',
  title: 'Aria (vRealize) Operations view, CSV ("... vSphere World.csv")',
  make: 'Aria Operations: Visualize, Reports, a report of one list view, Run, download as CSV',
  reads:
    'load of machines, hosts or clusters; sizes and states of machines where the view has them',
  command:
    'import FILE; plan FOLDER (beside an inventory); plan INVENTORY --load FILE (a view of hours)',
  sniff: (_name, head) => viewShape(rawTitlesOf(head)) !== undefined,
  async read(path, into) {
    let shape: ViewShape | undefined;
    let readings = new Readings({}, {});
    let nameless = 0;
    await eachRecord(path, (header) => {
      shape = viewShape(header.titles());
      if (!shape)
        throw badInput({
          file: path,
          expected: 'a view of Aria Operations',
          found: 'other titles',
        });
      readings = new Readings(numbersOf(shape), textsOf(shape));
      const [{ used }, { name }] = [readings, shape];
      const unread = shape.columns
        .filter(({ title }) => !used.has(title))
        .map(({ title }) => title);
      if (unread.length > 0)
        into.finding('not-read', `columns that are not used: ${listed(unread)}`, unread.length);
      return (row) => {
        const object = (row.cells[name] ?? '').trim();
        if (object === '') nameless++;
        else readings.add(object, row.cells, { file: path, line: row.line });
      };
    });
    if (nameless > 0) into.finding('not-read', 'rows of the view without a name', nameless);
    if (shape?.subject === 'machine') machines(readings, into, path);
    else if (shape?.subject === 'host') hosts(readings, into, path);
    else {
      into.finding(
        'not-read',
        'load of whole clusters, which no plan asks for',
        readings.objects.size,
      );
      into.across.partial({
        file: path,
        expected: 'machines and hosts',
        found: `load of ${readings.objects.size} clusters (Aria Operations)`,
        hint: 'Export views of virtual machines and of hosts too, and give the folder of all of them with an inventory.',
      });
    }
  },
};
