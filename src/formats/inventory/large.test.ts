import { execFile } from 'node:child_process';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const built = new URL('../../../dist/formats/inventory/index.js', import.meta.url);

/** Reads an inventory in a process of its own: machines or the message, and the most memory it took. */
async function readAlone(
  path: string,
): Promise<{ machines: number; message: string; mib: number }> {
  const script = `import { readInventory } from ${JSON.stringify(built.href)};
const out = await readInventory(process.argv[1]).then((i) => ({ machines: i.vms.length, message: '' }), (e) => ({ machines: 0, message: e.message }));
console.log(JSON.stringify({ ...out, mib: process.resourceUsage().maxRSS / 1024 }));`;
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '-e',
    script,
    path,
  ]);
  return JSON.parse(stdout) as { machines: number; message: string; mib: number };
}

function* lines(header: string, rows: number, row: (i: number) => string): Generator<string> {
  yield header;
  for (let i = 0; i < rows; i += 1000) {
    let text = '';
    for (let j = i; j < Math.min(rows, i + 1000); j++) text += `${row(j)}\n`;
    yield text;
  }
}

const small = process.env.VIRTCOST_FULL ? 1 : 100;
const kinds = [
  {
    name: 'vmtable.csv',
    header: '',
    row: (i: number) =>
      `${'k'.repeat(44)}${i},${'s'.repeat(64)},${'d'.repeat(64)},${300 * (i % 8000)},2591700,99.4,3.4,10.2,Delay-insensitive,4,32`,
  },
  {
    name: 'vms.csv',
    header: 'name,vcpus,memory_mib,host\n',
    row: (i: number) => `vm${i},2,4096,h${i % 1000}`,
  },
];

it.runIf(existsSync(built)).each(kinds)(
  'two million machines of $name stream in less than 2 GiB; ten million are refused in less',
  async ({ name, header, row }) => {
    const folder = await mkdtemp(join(tmpdir(), 'virtcost-large-'));
    try {
      const path = join(folder, name);
      for (const million of [2, 10]) {
        const rows = (million * 1_000_000) / small;
        await pipeline(Readable.from(lines(header, rows, row)), createWriteStream(path));
        const { machines, message, mib } = await readAlone(path);
        if (million === 2 || small > 1) expect([machines, message]).toEqual([rows, '']);
        else expect(message).toContain('at most 5,000,000 machines');
        console.info(`${name}: ${rows} rows, ${Math.round(mib)} MiB`);
        expect(mib).toBeLessThan(2048);
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
  600_000,
);
