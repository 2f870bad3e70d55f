// The maps of a VMDK and a VHDX with much metadata beside `qemu-img map` of the same files: CPU time per byte of metadata.
import { closeSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { chainExtents, closeChain, openChain } from '../src/formats/disk-image/chain.ts';
import { childCpu } from './child-cpu.ts';
import { madeImage } from './disk-image.ts';
import { inQuick } from './quick.ts';
import { type Comparison, measured, type Slice, sideBySide, type Variant } from './side-by-side.ts';

const MIB = 2 ** 20;
/** Grains of 64 KiB of the VMDK, 4 bytes each; blocks of 1 MiB of the VHDX, 8 bytes each. */
const VMDK = inQuick({ size: '16 GiB', grains: 2 ** 18 }, { size: '1 TiB', grains: 2 ** 24 });
const VHDX = inQuick({ size: '512 GiB', blocks: 2 ** 19 }, { size: '16 TiB', blocks: 2 ** 24 });
/** Of 64 grains 48 in a row have data: half a million extents of 1 TiB. */
const RUN = 64;
const ALLOCATED = 48;
const GRAIN_SECTORS = 128;

/** A VMDK whose grain tables are full; its data is a hole. */
function vmdk(): string {
  const { path, fresh } = madeImage('vmdk', VMDK.size);
  if (!fresh) return path;
  const fd = openSync(path, 'r+');
  const word = new Uint8Array(8);
  const read = (at: number, bytes: number) => {
    readSync(fd, word, 0, bytes, at);
    return Number(
      new DataView(word.buffer).getBigUint64(0, true) & ((1n << BigInt(bytes * 8)) - 1n),
    );
  };
  const directory = read(56, 8) * 512;
  const first = Math.max(read(64, 8), 2 ** 18);
  const table = new Uint32Array(512);
  for (let t = 0; t * 512 < VMDK.grains; t++) {
    for (let i = 0; i < 512; i++) {
      const grain = t * 512 + i;
      table[i] = grain % RUN < ALLOCATED ? first + grain * GRAIN_SECTORS : 0;
    }
    writeSync(fd, table, 0, 2048, read(directory + t * 4, 4) * 512);
  }
  ftruncateSync(fd, (first + VMDK.grains * GRAIN_SECTORS) * 512);
  closeSync(fd);
  return path;
}

/** `qemu-img map` in a child; what it prints is counted, not kept. */
function qemuMap(path: string, operations: number): Slice {
  const { cpuNs, output } = childCpu('qemu-img map --output=json "$1" | wc -l', path);
  return { cpuNs, operations, digest: output.trim() };
}

/** The map with its rows as text, as `--map --json` writes them. */
function inspectMap(path: string, operations: number): Slice {
  return measured(() => {
    const chain = openChain(path);
    let rows = 0;
    let bytes = 0;
    for (const extent of chainExtents(chain)) {
      bytes += JSON.stringify(extent).length;
      rows++;
    }
    chain.layers[0]!.facts();
    closeChain(chain);
    if (bytes < rows) throw new Error('rows without text');
    return { operations, digest: `${rows}` };
  });
}

/** The suite `blocks-formats`; without qemu-utils it is left out. */
export async function blocksFormats(): Promise<Comparison[]> {
  const images: [name: string, path: string, bytes: number][] = [];
  try {
    images.push([`map of a ${VMDK.size} VMDK`, vmdk(), VMDK.grains * 4]);
    const options = `block_size=${MIB},log_size=${MIB}`;
    const { path } = madeImage('vhdx', VHDX.size, '-o', options);
    images.push([`map of a ${VHDX.size} VHDX`, path, VHDX.blocks * 8]);
  } catch {
    process.stderr.write('blocks-formats: no qemu-img, left out\n');
    return [];
  }
  const comparisons: Comparison[] = [];
  for (const [name, path, bytes] of images) {
    const variants: Variant[] = [
      { name: 'qemu-img map', run: () => qemuMap(path, bytes) },
      { name: 'inspect: map and block states', run: () => inspectMap(path, bytes) },
    ];
    comparisons.push(...(await sideBySide(name, variants, { rounds: 1, pairs: 5, warmUp: 1 })));
  }
  return comparisons;
}
