import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { forms, partialForms } from '../../../test/fleets/index.ts';
import { inventorySamples, rvtoolsTabs, workbookBytes } from '../../../test/inventories.ts';
import { UserError } from '../../errors.ts';
import { inventoryReaders, readInventory } from './index.ts';
import { refusedForms } from './refusals.ts';

const full = Boolean(process.env.VIRTCOST_FULL);
const seed = full ? Date.now() % 2 ** 31 : 11;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'virtcost-inventory-fuzz-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const parquet = (columns: readonly string[]) =>
  new Uint8Array(
    parquetWriteBuffer({ columnData: columns.map((name) => ({ name, data: [1, 2, 3] })) }),
  );

/** What the samples of the contract test leave out: hosts, lookups, binary files. */
const more: Record<string, readonly [name: string, content: string | Uint8Array]> = {
  'openstack-hypervisors': [
    'hypervisors.json',
    '[{"Hypervisor Hostname":"h","vCPUs":8,"Memory MB":1024,"status":"enabled"}]',
  ],
  'openstack-flavors': ['flavors.json', '{"flavors":[{"id":"1","vcpus":2,"ram":2,"disk":1}]}'],
  opendc: ['tasks.parquet', parquet(['id', 'submission_time', 'cpu_count', 'mem_capacity'])],
  'opendc-load': ['fragments.parquet', parquet(['id', 'duration', 'cpu_usage'])],
  'alibaba-openb-nodes': ['nodes.csv', 'sn,cpu_milli,memory_mib,gpu,model\nn,64000,262144,0,\n'],
  'alibaba-2018-machines': ['machine_meta.csv', 'm1,0,1,a,96,100,USING\n'],
  'alibaba-2018-usage': ['machine_usage.csv', 'm1,0,40,50,,,0,0,1\n'],
  'alibaba-2017-machines': ['server_event.csv', '0,1,add,,64,0.69,1\n'],
  'alibaba-2017-usage': ['server_usage.csv', '0,1,25,50,10,1,1,1\n'],
  'azure-packing-types': ['vmType.csv', 'id,vmTypeId,machineId,core,memory\n0,9,0,0.25,0.125\n'],
  'azure-packing-vms': [
    'vm.csv',
    'vmId,tenantId,vmTypeId,priority,starttime,endtime\n1,t,9,0,0,\n',
  ],
  'csv-hosts': ['hosts.csv', 'name,cores,memory_mib,cluster\nh,16,65536,c\n'],
  sqlite: ['a.sqlite', 'SQLite format 3\0'],
};

const seeds = [...Object.values(inventorySamples), ...Object.values(more)].map(
  ([name, content]) => [name, Buffer.from(content)] as const,
);

it('the seeds cover every reader', () => {
  // Those that carry a whole fleet are damaged in forms-fuzz.test.ts; what is refused by its beginning reads nothing.
  const elsewhere = [...Object.values(forms), ...Object.values(partialForms)].flatMap(
    ({ readers }) => readers,
  );
  const covered = inventoryReaders.filter(
    (reader) =>
      elsewhere.includes(reader.id) ||
      refusedForms.includes(reader) ||
      seeds.some(([name, content]) => reader.sniff(name, content.toString('utf8'))),
  );
  expect(covered.map((reader) => reader.id)).toEqual(inventoryReaders.map((reader) => reader.id));
});

/** Bytes overwritten, a piece doubled or cut, the end cut off. */
const damage = fc.record({
  pokes: fc.array(
    fc.tuple(fc.nat(5000), fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from('0-,;"\n{<=.e')))),
    { maxLength: 5 },
  ),
  piece: fc.tuple(fc.nat(5000), fc.nat(5000)),
  cut: fc.nat(5000),
});

function damaged(
  file: Buffer,
  { pokes, piece, cut }: typeof damage extends fc.Arbitrary<infer T> ? T : never,
): Buffer {
  const [from, to] = piece.map((at) => at % (file.length + 1)) as [number, number];
  const bytes = Buffer.concat([file.subarray(0, to), file.subarray(piece[0] % 2 ? from : to)]);
  if (bytes.length === 0) return bytes;
  for (const [at, value] of pokes) bytes[at % bytes.length] = value;
  return cut % 9 === 0 ? bytes.subarray(0, cut % bytes.length) : bytes;
}

/** Reading ends in an inventory of sane numbers or in one message for the user. */
async function answersOrSays(path: string): Promise<void> {
  const outcome: unknown = await readInventory(path).catch((error: unknown) => error);
  if (outcome instanceof Error) {
    expect(outcome, outcome.stack).toBeInstanceOf(UserError);
    expect(outcome.message.length).toBeLessThan(3000);
    expect(outcome.message).not.toContain('\n');
    return;
  }
  const { hosts, vms } = outcome as Awaited<ReturnType<typeof readInventory>>;
  for (const { cores, memoryMib } of hosts) expect(cores + memoryMib).toBeGreaterThanOrEqual(0);
  for (const { vcpus, memoryMib } of vms) expect(vcpus + memoryMib).toBeGreaterThanOrEqual(0);
}

it('a damaged file of any reader gives an answer or one message', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...seeds), damage, async ([name, content], how) => {
      const path = join(folder, name);
      writeFileSync(path, damaged(content, how));
      await answersOrSays(path);
    }),
    { numRuns: full ? 50_000 : 500, seed },
  );
});

it('a damaged RVTools workbook or tab gives an answer or one message', async () => {
  const whole = Buffer.from(workbookBytes(rvtoolsTabs));
  const sheet = '<row><c r="A1" t="s"><v>0</v></c></row>';
  const tab = Buffer.from(rvtoolsTabs.vInfo!.map((row) => row.join(',')).join('\r\n'));
  await fc.assert(
    fc.asyncProperty(damage, fc.nat(2), async (how, kind) => {
      if (kind === 0) {
        writeFileSync(join(folder, 'a.xlsx'), damaged(whole, how));
      } else {
        // Damage inside the parts: a whole zip of broken XML, or of tabs of other columns.
        let first = true;
        const bytes = workbookBytes(rvtoolsTabs, {}, () => {
          const text = (first ? tab.toString() : sheet).replaceAll('&', '');
          first = false;
          return damaged(Buffer.from(`<row><c t="str"><v>${text}</v></c></row>`), how).toString();
        });
        writeFileSync(join(folder, 'a.xlsx'), bytes);
      }
      await answersOrSays(join(folder, 'a.xlsx'));
    }),
    { numRuns: full ? 10_000 : 100, seed },
  );
});
