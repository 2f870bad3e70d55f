import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Rng } from '../src/rng.ts';

/** Lines written together: a list of millions is not one text. */
const LOT = 50_000;

function writeLines(path: string, head: string, count: number, row: (i: number) => string): void {
  writeFileSync(path, `${head}\n`);
  for (let from = 0; from < count; from += LOT) {
    const lot = Array.from({ length: Math.min(LOT, count - from) }, (_, i) => row(from + i));
    appendFileSync(path, `${lot.join('\n')}\n`);
  }
}

/** Machines of four CPU and six memory sizes on like hosts, in 50 clusters, as two CSV files. */
export function writeEstate(folder: string, machines: number, hosts: number): void {
  const rng = new Rng(7);
  const host = (i: number) => `h${i},c${i % 50},64,1048576`;
  const machine = (i: number) => {
    const on = i % hosts;
    return `v${i},c${on % 50},${2 ** rng.nextBelow(4)},${4096 * (1 + rng.nextBelow(6))},h${on}`;
  };
  writeLines(join(folder, 'hosts.csv'), 'name,cluster,cores,memory_mib', hosts, host);
  writeLines(join(folder, 'vms.csv'), 'name,cluster,vcpus,memory_mib,host', machines, machine);
}
