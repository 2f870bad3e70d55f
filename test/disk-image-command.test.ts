import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { root, virtcost } from './support.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtcost-images-'));
afterAll(() => rmSync(folder, { recursive: true }));

function unpacked(fixture: string, change: (bytes: Uint8Array) => void = () => {}): string {
  const bytes = gunzipSync(readFileSync(join(root, 'src/formats', fixture)));
  change(bytes);
  const path = join(folder, fixture.split('/').at(-1)!.replace('.gz', ''));
  writeFileSync(path, bytes);
  return path;
}

const vmdk = unpacked('disk-image/fixtures/sparse.vmdk.gz');
const overlay = unpacked('qcow2/fixtures/c4k.qcow2.gz', (bytes) => {
  const view = new DataView(bytes.buffer);
  const name = new TextEncoder().encode('gone.qcow2');
  bytes.set(name, 1024);
  view.setBigUint64(8, 1024n);
  view.setUint32(16, name.length);
});

describe('virtcost blocks inspect', () => {
  it('prints the map of a VMDK as qemu-img does, row by row', async () => {
    const { code, stdout } = await virtcost(['blocks', 'inspect', vmdk, '--map', '--json']);
    const expected = readFileSync(
      join(root, 'src/formats/disk-image/fixtures/sparse.vmdk.map.json'),
      'utf8',
    );
    expect(code).toBe(0);
    const { map, inspection } = JSON.parse(stdout);
    expect(map).toEqual(JSON.parse(expected));
    expect(inspection.layers[0]).toMatchObject({
      format: 'vmdk',
      facts: { createType: 'monolithicSparse', grainBytes: 65536, zeroGrains: true },
    });
  });

  it('shows a layer without its base, names the base, and ends with 4', async () => {
    const shown = await virtcost(['blocks', 'inspect', overlay]);
    expect(shown.code).toBe(4);
    expect(shown.stdout).toMatch(/^A qcow2 disk of .*The base is missing: "gone.qcow2"/);
    const { code, stdout } = await virtcost(['blocks', 'inspect', overlay, '--json']);
    expect(code).toBe(4);
    const { layers, missingBase, snapshots, check, map, sentence } = JSON.parse(stdout);
    expect(shown.stdout.split('\n')[0]).toBe(sentence);
    expect(missingBase).toMatchObject({ name: 'gone.qcow2', below: 0 });
    expect(layers).toHaveLength(1);
    expect(snapshots).toHaveLength(2);
    expect(check).toMatchObject({ leaks: 0, corruptions: 0 });
    expect(map.unknownBytes).toBeGreaterThan(0);
    expect(map.dataBytes + map.zeroBytes + map.unknownBytes).toBe(layers[0].virtualBytes);
  });
});

describe('virtcost blocks measure', () => {
  it('says what a conversion needs, in words, in a table and as JSON', async () => {
    const shown = await virtcost(['blocks', 'measure', vmdk]);
    const { code, stdout } = await virtcost(['blocks', 'measure', vmdk, '--json']);
    const { sentence, message, required, figures, ...rest } = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(shown.stdout.split('\n')[0]).toBe(sentence);
    expect(message.key).toBe('blockAnswer.needs');
    // Six grains of 64 KiB with data, five clusters of metadata.
    expect(figures[0].rows[0]).toMatchObject({ what: 'required', bytes: required });
    expect({ required, ...rest }).toEqual({
      required: 11 * 65536,
      to: 'qcow2',
      'fully-allocated': 20 * 2 ** 20 + 5 * 65536,
    });
  });

  it('takes the options of the new image, and tells what goes to a data file', async () => {
    const options = ['-o', 'cluster_size=4k,data_file=x.raw', '-o', 'refcount_bits=64'];
    const { stdout } = await virtcost(['blocks', 'measure', vmdk, '--json', ...options]);
    const found = JSON.parse(stdout);
    expect(found['in-data-file']).toBe(6 * 65536);
    expect(found.required).toBe(found['fully-allocated'] - 20 * 2 ** 20 + 6 * 65536);
  });

  it('measures a new disk by its size, and raw and LUKS targets', async () => {
    const of = async (...args: string[]) =>
      JSON.parse((await virtcost(['blocks', 'measure', '--json', ...args])).stdout).required;
    expect(await of('--size', '1000')).toBe(327680);
    expect(await of('--size', '1000', '-O', 'raw')).toBe(1024);
    expect(await of('--size', '1000', '-O', 'luks')).toBe(2069480);
    expect(await of(vmdk, '-O', 'raw')).toBe(20 * 2 ** 20);
  });

  it.each([
    [[], 'a file to convert or a --size'],
    [[vmdk, '--size', '1G'], 'a file to convert or a --size'],
    [['--size', '1G', '-o', 'cluster_size=1000'], 'a power of two from 512 to 2097152'],
    [['--size', '1G', '-o', 'bogus=1'], 'an option of qcow2'],
    [['--size', '1G', '-o', 'bogus'], 'options as key=value'],
    [['--size', '1G', '-o', 'extended_l2=on,cluster_size=4k'], 'at least 16384'],
    [['--size', '1G', '-o', 'compat=0.10,refcount_bits=1'], 'refcount_bits=16 with compat=0.10'],
    [['--size', '1G', '-o', 'preallocation=some'], 'off, metadata, falloc, full'],
    [['--size', '129G', '-o', 'cluster_size=512'], 'a larger cluster_size'],
    [['--size', '1G', '-O', 'raw', '-o', 'cluster_size=4k'], 'an option of raw'],
    [[overlay], 'its base "gone.qcow2" is missing'],
  ])('answers %j with one message and exit code 2', async (args, message) => {
    const { code, stdout, stderr } = await virtcost(['blocks', 'measure', ...args]);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
