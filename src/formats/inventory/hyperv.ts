import { badInput } from '../../errors.ts';
import type { Collected } from './findings.ts';
import { coresOfThreads } from './host-threads.ts';
import { type Fields, jsonWith, Objects, readObjects } from './json-objects.ts';
import { readList } from './list.ts';
import type { InventoryReader } from './reader.ts';
import { titlesOf } from './rows.ts';
import type { TableRow } from './table.ts';

const MIB = 2 ** 20;

/** What Get-VM says of a machine, from JSON or CSV; sizes in bytes. */
interface HyperVMachine {
  name: string;
  id: string;
  state: string;
  vcpus: number;
  assigned: number;
  startup: number;
  isDynamic: boolean;
  host: string;
}

function addMachine(machine: HyperVMachine, into: Collected): void {
  if (machine.isDynamic) {
    into.finding(
      'assumed',
      'machines with dynamic memory: counted with the larger of what they start with and what they have now; they may grow past it',
    );
  }
  into.vm({
    name: machine.name,
    id: machine.id || undefined,
    host: machine.host,
    power: into.power(machine.state, 'hyperv'),
    vcpus: machine.vcpus,
    // The most it may grow to is 1 TiB unless somebody set it; a machine that is off has nothing assigned.
    memoryMib: Math.max(machine.startup, machine.assigned) / MIB,
  });
}

/** Titles and keys that say nothing a plan asks for. */
const KNOWN = [
  'Uptime',
  'Status',
  'Generation',
  'Path',
  'ReplicationState',
  'MemoryMaximum',
  'MemoryMinimum',
];

const NEEDS =
  'Get-VM | Select-Object Name,VMId,State,ProcessorCount,MemoryAssigned,MemoryStartup,DynamicMemoryEnabled,ComputerName';

function machineOf(vm: Fields, path: string): HyperVMachine {
  const [startup, assigned] = [vm.optional('MemoryStartup'), vm.optional('MemoryAssigned')];
  const vcpus = vm.optional('ProcessorCount');
  if (vcpus === undefined || (startup === undefined && assigned === undefined)) {
    throw badInput({
      file: path,
      expected: 'ProcessorCount and MemoryStartup or MemoryAssigned of each machine',
      found: 'a machine without them',
      hint: `Select them: ${NEEDS}`,
    });
  }
  return {
    name: vm.text('VMName', 'Name'),
    id: vm.text('VMId', 'Id'),
    state: vm.text('State'),
    vcpus,
    assigned: assigned ?? 0,
    startup: startup ?? 0,
    isDynamic: vm.flag('DynamicMemoryEnabled'),
    host: vm.text('ComputerName'),
  };
}

export const hypervJson: InventoryReader = {
  id: 'hyperv',
  title: 'Hyper-V machines, JSON of Get-VM',
  make: `${NEEDS} | ConvertTo-Json > FILE`,
  sniff: (_name, head) => jsonWith(head, /"ProcessorCount"\s*:/, /"Memory(Startup|Assigned)"\s*:/),
  async read(path, into) {
    const objects = new Objects(path, into);
    for (const value of await readObjects(path, 'value')) {
      addMachine(machineOf(objects.fields(value), path), into);
    }
    objects.reportUnread('Hyper-V machines', KNOWN);
  },
};

export const hypervCsv: InventoryReader = {
  id: 'hyperv-csv',
  title: 'Hyper-V machines, CSV of Get-VM',
  make: `${NEEDS} | Export-Csv FILE`,
  sniff: (_name, head) => {
    const titles = titlesOf(head);
    return (
      titles.includes('processorcount') &&
      titles.some((title) => /^memory(startup|assigned)$/.test(title))
    );
  },
  read: (path, into) =>
    readList(path, into, KNOWN, (columns) => {
      columns.need('Name', 'VMName');
      for (const title of ['State', 'ProcessorCount']) columns.need(title);
      if (!columns.has('MemoryAssigned')) columns.need('MemoryStartup');
      const [name, id, state] = [
        columns.text('Name', 'VMName'),
        columns.text('VMId', 'Id'),
        columns.text('State'),
      ];
      const [host, dynamic] = [columns.text('ComputerName'), columns.text('DynamicMemoryEnabled')];
      const vcpus = columns.number('count', ['ProcessorCount']);
      const assigned = columns.number('whole', ['MemoryAssigned']);
      const startup = columns.number('whole', ['MemoryStartup']);
      return (row: TableRow) =>
        addMachine(
          {
            name: name(row),
            id: id(row),
            state: state(row),
            vcpus: vcpus(row),
            assigned: assigned(row),
            startup: startup(row),
            isDynamic: /^true$/i.test(dynamic(row)),
            host: host(row),
          },
          into,
        );
    }),
};

export const hypervHosts: InventoryReader = {
  id: 'hyperv-hosts',
  title: 'Hyper-V hosts, JSON of Get-VMHost',
  make: 'Get-VMHost -ComputerName HOST1,HOST2 | Select-Object ComputerName,LogicalProcessorCount,MemoryCapacity | ConvertTo-Json > hosts.json',
  sniff: (_name, head) => jsonWith(head, /"LogicalProcessorCount"\s*:/, /"MemoryCapacity"\s*:/),
  async read(path, into) {
    const objects = new Objects(path, into);
    for (const value of await readObjects(path, 'value')) {
      const host = objects.fields(value);
      const threads = host.number('LogicalProcessorCount');
      into.host({
        name: host.text('ComputerName', 'Name'),
        cores:
          host.optional('NumberOfCores') ??
          coresOfThreads(
            threads,
            into,
            'A field NumberOfCores (of Get-CimInstance Win32_Processor, summed over sockets) says it',
          ),
        memoryMib: host.number('MemoryCapacity') / MIB,
      });
    }
    objects.reportUnread('Hyper-V hosts');
  },
};
