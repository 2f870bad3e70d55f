import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';
import { badInput, printable, UserError } from '../../errors.ts';
import type { Inventory } from '../../plan/inventory.ts';
import { bareHost, bareVm, Findings, MOST_ROWS } from './findings.ts';

type Row = Record<string, string>;
const off = /^(false|no|0|off|poweredoff|shutoff|stopped)$/i;

/**
 * Plain CSV with a header: name, vcpus (or cores), memory_mib or memory_gib; as wanted kind (host or vm), cluster,
 * host, mhz, cpu_use (0..1), disk_gib, powered_on. Without kind a row is a machine. Rows are streamed.
 */
export async function readPlainCsv(path: string): Promise<Inventory> {
  const findings = new Findings();
  const inventory: Inventory = { source: path, hosts: [], vms: [], findings: findings.list };
  const parser = createReadStream(path).pipe(
    parse({
      bom: true,
      columns: (header: string[]) => header.map((title) => title.trim().toLowerCase()),
      skip_empty_lines: true,
      relax_column_count_less: true,
      delimiter: [',', ';', '\t'],
      trim: true,
      max_record_size: 1 << 20,
    }),
  );
  let line = 1;
  const number = (row: Row, column: string, least: number, most: number) => {
    const text = row[column] ?? '';
    const value = Number(text);
    if (text !== '' && value >= least && value <= most) return value;
    throw badInput({
      file: path,
      line,
      expected: `${column} from ${least} to ${most}`,
      found: text === '' ? 'nothing' : `"${printable(text, 40)}"`,
    });
  };
  const given = (row: Row, column: string) => (row[column] ?? '') !== '';
  try {
    for await (const row of parser as AsyncIterable<Row>) {
      line++;
      if (line === 2 && !('name' in row)) {
        throw badInput({
          file: path,
          expected:
            'an inventory: RVTools, libvirt, OpenStack, Prometheus, or CSV with a column name',
          found: printable(`columns ${Object.keys(row).slice(0, 8).join(', ')}`, 160),
        });
      }
      const memoryMib = given(row, 'memory_mib')
        ? number(row, 'memory_mib', 1, 2 ** 40)
        : 1024 * number(row, 'memory_gib', 2 ** -10, 2 ** 30);
      const cpu = number(row, given(row, 'vcpus') ? 'vcpus' : 'cores', 1, 1e6);
      const common = { name: row.name ?? '', cluster: row.cluster || 'all', memoryMib };
      if (/^host$/i.test(row.kind ?? '')) {
        const mhz = given(row, 'mhz') ? number(row, 'mhz', 100, 10_000) : undefined;
        if (mhz === undefined) findings.add('unit', 'hosts without mhz: 2500 MHz assumed');
        inventory.hosts.push(
          bareHost({
            ...common,
            cores: cpu,
            ...(mhz === undefined ? {} : { mhzPerCore: mhz }),
            ...(given(row, 'cpu_use') ? { cpuUse: number(row, 'cpu_use', 0, 1) } : {}),
          }),
        );
      } else {
        const diskMib = given(row, 'disk_gib') ? 1024 * number(row, 'disk_gib', 0, 2 ** 30) : 0;
        inventory.vms.push(
          bareVm({
            ...common,
            vcpus: cpu,
            host: row.host ?? '',
            provisionedMib: diskMib,
            poweredOn: !off.test(row.powered_on ?? ''),
          }),
        );
      }
      if (line > MOST_ROWS)
        throw badInput({ file: path, expected: `at most ${MOST_ROWS} rows`, found: 'more' });
    }
  } catch (error) {
    parser.destroy();
    if (error instanceof UserError) throw error;
    throw badInput({
      file: path,
      expected: 'an inventory: RVTools, libvirt, OpenStack, Prometheus or plain CSV',
      found: printable((error as Error).message, 160),
    });
  }
  return inventory;
}
