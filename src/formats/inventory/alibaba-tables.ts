import type { Collected } from './findings.ts';
import type { InventoryReader } from './reader.ts';
import { eachRow, type Row } from './rows.ts';

/** Memory is published as a share of the largest machine, 0 to 100: one hundredth counts as a GiB. */
const NORMALISED =
  'memory is published as a share (0 to 100) of the largest machine: 100 counts as 100 GiB, so ratios hold and sizes do not';
/** cpu_request and cpu_limit: 100 is one core. */
const PER_CORE = 100;

/** A table without a header, known by the name it is published under and its number of columns. */
function table(
  id: string,
  file: string,
  title: string,
  columns: readonly [number, number],
  visitor: (into: Collected, path: string) => { row(row: Row): void; end?(): void },
): InventoryReader {
  const named = new RegExp(`(^|[-_.])${file}(-\\d+)?\\.csv(\\.gz)?$`, 'i');
  return {
    id,
    title,
    make: `published: github.com/alibaba/clusterdata, ${file}.csv`,
    sniff: (name, head) => {
      const cells = head.split('\n', 1)[0]!.split(',').length;
      return named.test(name) && cells >= columns[0] && cells <= columns[1];
    },
    async read(path, into) {
      const { row, end } = visitor(into, path);
      await eachRow(path, columns, row);
      end?.();
    },
  };
}

/** Rows tell a thing again at each change: the last one counts, in order of first appearance. */
const lastOf =
  <T>(keep: Map<string, T>, finish: (value: T) => void) =>
  () => {
    for (const value of keep.values()) finish(value);
  };

/** Use in percent of a machine; -1 and 101 mark samples that are not valid. */
const usage = (
  id: string,
  file: string,
  title: string,
  columns: readonly [number, number],
  at: { machine: number; cpu: number; memory: number },
) =>
  table(id, file, title, columns, (into, path) => ({
    row({ line, cells }) {
      const [cpu, memory] = [at.cpu, at.memory].map((column) => {
        const value = into.signed(cells[column], 'use in percent', path, line);
        if (value >= 0 && value <= 100 && (cells[column] ?? '').trim() !== '') return value / 100;
        into.finding('bad-number', 'samples of use that are missing or marked not valid (-1, 101)');
        return undefined;
      });
      into.use(cells[at.machine]!, cpu, memory);
    },
  }));

export const alibabaTables: readonly InventoryReader[] = [
  table(
    'alibaba-2018-machines',
    'machine_meta',
    'Alibaba 2018, machine_meta',
    [7, 7],
    (into, path) => {
      const machines = new Map<string, Parameters<Collected['host']>[0]>();
      return {
        row({ line, cells }) {
          machines.set(cells[0]!, {
            name: cells[0]!,
            cores: into.amount(cells[4], 'cpu_num', path, line),
            memoryMib: into.amount(cells[5], 'mem_size', path, line) * 1024,
          });
          into.finding('unit', NORMALISED);
        },
        end: lastOf(machines, (machine) => into.host(machine)),
      };
    },
  ),
  usage('alibaba-2018-usage', 'machine_usage', 'Alibaba 2018, machine_usage', [9, 9], {
    machine: 0,
    cpu: 2,
    memory: 3,
  }),
  table(
    'alibaba-2018-containers',
    'container_meta',
    'Alibaba 2018, container_meta',
    [8, 8],
    (into, path) => {
      const containers = new Map<string, Parameters<Collected['vm']>[0]>();
      return {
        row({ line, cells }) {
          containers.set(cells[0]!, {
            name: cells[0]!,
            host: cells[1]!,
            vcpus: into.amount(cells[5], 'cpu_request', path, line) / PER_CORE,
            memoryMib: into.amount(cells[7], 'mem_size', path, line) * 1024,
            poweredOn: !/^(stopped|removed|deleted)$/i.test(cells[4]!.trim()),
          });
          into.finding('unit', NORMALISED);
        },
        end: lastOf(containers, (container) => into.vm(container)),
      };
    },
  ),
  table(
    'alibaba-2017-machines',
    'server_event',
    'Alibaba 2017, server_event',
    [7, 7],
    (into, path) => {
      const machines = new Map<string, Parameters<Collected['host']>[0]>();
      return {
        row({ line, cells }) {
          const name = cells[1]!;
          const kind = cells[2]!.trim().toLowerCase();
          if (kind === 'add') {
            machines.set(name, {
              name,
              cores: into.amount(cells[4], 'number of cpus', path, line),
              memoryMib: share(into.amount(cells[5], 'memory', path, line)),
            });
            into.finding('unit', NORMALISED);
          } else into.finding('lifetime', 'errors of machines (softerror, harderror), left out');
        },
        end: lastOf(machines, (machine) => into.host(machine)),
      };
    },
  ),
  usage('alibaba-2017-usage', 'server_usage', 'Alibaba 2017, server_usage', [8, 8], {
    machine: 1,
    cpu: 2,
    memory: 3,
  }),
  table(
    'alibaba-2017-containers',
    'container_event',
    'Alibaba 2017, container_event',
    [8, 8],
    (into, path) => {
      const containers = new Map<string, Parameters<Collected['vm']>[0]>();
      return {
        row({ line, cells }) {
          containers.set(cells[2]!, {
            name: cells[2]!,
            host: cells[3]!,
            vcpus: into.amount(cells[4], 'number of cpus', path, line),
            memoryMib: share(into.amount(cells[5], 'memory', path, line)),
          });
          into.finding('unit', NORMALISED);
        },
        end: lastOf(containers, (container) => into.vm(container)),
      };
    },
  ),
];

/** 2017 publishes shares of 1. */
const share = (value: number) => value * 100 * 1024;
