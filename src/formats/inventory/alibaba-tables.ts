import { nth } from '../../elements.ts';
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
      const cells = nth(head.split('\n', 1), 0).split(',').length;
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
      into.use(nth(cells, at.machine), cpu, memory);
    },
  }));

interface Columns {
  name: number;
  cpu: number;
  memory: number;
  /** MiB of a memory column's 1; the 2017 tables publish shares of 1, those of 2018 of 100. */
  mib: number;
}

/** What a row says of CPU and memory. */
function sizeOf(into: Collected, path: string, { line, cells }: Row, at: Columns) {
  into.finding('unit', NORMALISED);
  return {
    name: nth(cells, at.name),
    cpu: into.amount(cells[at.cpu], 'CPU', path, line),
    memoryMib: into.amount(cells[at.memory], 'memory', path, line) * at.mib,
  };
}

/** A table of machines; `counts` tells rows that describe one from rows of its errors. */
const machines = (
  id: string,
  file: string,
  title: string,
  at: Columns,
  counts: (cells: readonly string[]) => boolean = () => true,
) =>
  table(id, file, title, [7, 7], (into, path) => {
    const found = new Map<string, Parameters<Collected['host']>[0]>();
    return {
      row(row) {
        if (!counts(row.cells)) {
          into.finding('lifetime', 'errors of machines (softerror, harderror), left out');
          return;
        }
        const { name, cpu, memoryMib } = sizeOf(into, path, row, at);
        found.set(name, { name, cores: cpu, memoryMib });
      },
      end: lastOf(found, (machine) => into.host(machine)),
    };
  });

/** A table of containers; `perCore` of its CPU column are one core. */
const containers = (
  id: string,
  file: string,
  title: string,
  at: Columns & { host: number; perCore: number; status?: number },
) =>
  table(id, file, title, [8, 8], (into, path) => {
    const found = new Map<string, Parameters<Collected['vm']>[0]>();
    return {
      row(row) {
        const { name, cpu, memoryMib } = sizeOf(into, path, row, at);
        const status = at.status === undefined ? '' : nth(row.cells, at.status).trim();
        found.set(name, {
          name,
          host: nth(row.cells, at.host),
          vcpus: cpu / at.perCore,
          memoryMib,
          power: /^(stopped|removed|deleted)$/i.test(status) ? 'off' : 'on',
        });
      },
      end: lastOf(found, (container) => into.vm(container)),
    };
  });

const [HUNDREDTH, WHOLE] = [1024, 100 * 1024];

export const alibabaTables: readonly InventoryReader[] = [
  machines('alibaba-2018-machines', 'machine_meta', 'Alibaba 2018, machine_meta', {
    name: 0,
    cpu: 4,
    memory: 5,
    mib: HUNDREDTH,
  }),
  usage('alibaba-2018-usage', 'machine_usage', 'Alibaba 2018, machine_usage', [9, 9], {
    machine: 0,
    cpu: 2,
    memory: 3,
  }),
  containers('alibaba-2018-containers', 'container_meta', 'Alibaba 2018, container_meta', {
    name: 0,
    host: 1,
    cpu: 5,
    perCore: PER_CORE,
    memory: 7,
    mib: HUNDREDTH,
    status: 4,
  }),
  machines(
    'alibaba-2017-machines',
    'server_event',
    'Alibaba 2017, server_event',
    { name: 1, cpu: 4, memory: 5, mib: WHOLE },
    (cells) => nth(cells, 2).trim().toLowerCase() === 'add',
  ),
  usage('alibaba-2017-usage', 'server_usage', 'Alibaba 2017, server_usage', [8, 8], {
    machine: 1,
    cpu: 2,
    memory: 3,
  }),
  containers('alibaba-2017-containers', 'container_event', 'Alibaba 2017, container_event', {
    name: 2,
    host: 3,
    cpu: 4,
    perCore: 1,
    memory: 5,
    mib: WHOLE,
  }),
];
