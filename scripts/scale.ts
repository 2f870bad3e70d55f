// Measures what a sweep of many cells takes beside its simulations: bytes a row in results, time and memory to store and
// read them, bytes a waiting cell in a queue. `npx tsx scripts/scale.ts 10000 100000` prints the rows of docs/model/scale.md.
import { inline } from '../src/engines/inline.ts';
import { prepareJobs } from '../src/engines/prepare.ts';
import { addDerived } from '../src/engines/sweep.ts';
import { encodeRows } from '../src/results/encode-rows.ts';
import { decodeSealed } from '../src/results/parquet.ts';
import { loadScenario } from '../src/scenario/load.ts';
import type { Row } from '../src/studies/column.ts';
import { studies, studyById } from '../src/studies/index.ts';
import { tableRow } from './scale/table-row.ts';

const scenario = `
name: scale
hosts: [srv, clx]
techniques: [bare-metal, full, para, hardware]
pages: [4K/4K, 2M/2M]
vms:
  - name: db
    memory: 64MiB
    preset: small-database
    workload: { pattern: { footprint: 16MiB, accesses: 2000 } }
    disk: { used: 64MiB }
`;
const MIB = 2 ** 20;
const sizes = process.argv.slice(2).map(Number);
const seconds = (from: number) => ((performance.now() - from) / 1000).toFixed(2);

const { jobs, record } = await prepareJobs(loadScenario(scenario, 'scale', studies), '.', 'scale');
const swept: Record<string, Row[]> = {};
await inline().run(jobs, {
  async onRows({ study }, rows) {
    swept[study] = [...(swept[study] ?? []), ...rows];
  },
  onBroken: (_, reason) => {
    throw new Error(reason);
  },
});

tableRow(['study', 'columns', 'bytes a waiting cell in a queue']);
for (const id of Object.keys(swept)) {
  const own = jobs.filter(({ study }) => study === id);
  const cells = own.reduce((sum, { task }) => sum + task.cases.length, 0);
  const bytes = own.reduce((sum, job) => sum + JSON.stringify(job).length, 0);
  tableRow([id, studyById(id).columns.length, Math.round(bytes / cells)]);
}
tableRow(['study', 'rows', 'bytes a row', 'store, s', 'read, s', 'memory of rows, MiB']);
for (const [id, few] of Object.entries(addDerived(swept, record))) {
  const { columns } = studyById(id);
  for (const size of sizes) {
    const before = process.memoryUsage();
    const rows = Array.from({ length: size }, (_, i): Row => {
      const row = few[i % few.length]!;
      // Numbers of different cells differ: what repeats would be stored once.
      const spread = Object.entries(row).map(([name, value]) =>
        typeof value === 'number' && !Number.isInteger(value)
          ? ([name, value * (1 + i / size)] as const)
          : ([name, value] as const),
      );
      return Object.fromEntries([...spread, ['case_id', i.toString(16).padStart(16, '0')]]);
    });
    const memory = process.memoryUsage().heapUsed - before.heapUsed;
    const stored = performance.now();
    const bytes = Buffer.from(encodeRows(columns, rows, { run: '{}' }));
    const storing = seconds(stored);
    const read = performance.now();
    await decodeSealed(id, bytes, columns);
    const whole = [id, size, Math.round(bytes.length / size), storing, seconds(read)];
    tableRow([...whole, Math.round(memory / MIB)]);
  }
}
