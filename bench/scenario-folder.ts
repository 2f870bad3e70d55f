import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Comparison } from './side-by-side.ts';

export const fromRoot = (path: string) => new URL(`../${path}`, import.meta.url).pathname;
export const CLI = fromRoot('dist/cli.js');

/** A folder with a scenario, the traces beside it, and room for results. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), 'virtcost-scenario-'));

  constructor(text: string) {
    cpSync(fromRoot('examples/traces'), join(this.path, 'traces'), { recursive: true });
    writeFileSync(join(this.path, 'bench.yaml'), text);
  }

  line(cli: string, rest = '', before = ''): string {
    const { path } = this;
    return `node ${before} "${cli}" run "${path}/bench.yaml" --fresh --no-report -o "${path}/out" ${rest} 2>&1 >/dev/null`;
  }
}

export async function inFolder(
  text: string,
  work: (folder: Folder) => Promise<Comparison[]>,
): Promise<Comparison[]> {
  const folder = new Folder(text);
  try {
    return await work(folder);
  } finally {
    rmSync(folder.path, { recursive: true });
  }
}
