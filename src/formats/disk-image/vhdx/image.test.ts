import { readFileSync } from 'node:fs';
import { gunzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../../test/memory-source.ts';
import { crc32c } from '../crc32c.ts';
import { VhdxImage } from './image.ts';

const packed = readFileSync(new URL('../fixtures/dynamic.vhdx.gz', import.meta.url));
const fixture = gunzipSync(packed);

function image(): { bytes: Uint8Array; view: DataView } {
  const bytes = fixture.slice();
  return { bytes, view: new DataView(bytes.buffer) };
}

const open = (bytes: Uint8Array) => new VhdxImage(memorySource(bytes));

describe('VHDX', () => {
  const HEADERS = [64 * 1024, 128 * 1024];
  const GUID = Uint8Array.from({ length: 16 }, (_, i) => i + 1);

  function seal(bytes: Uint8Array, at: number, length: number): void {
    new DataView(bytes.buffer).setUint32(at + 4, crc32c(bytes.subarray(at, at + length), 4), true);
  }

  /** The fixture with a log GUID, and with one entry in its log if asked for. */
  function withLog(entry: boolean): Uint8Array {
    const { bytes, view } = image();
    for (const at of HEADERS) {
      bytes.set(GUID, at + 48);
      seal(bytes, at, 4096);
    }
    if (!entry) return bytes;
    const at = Number(view.getBigUint64(HEADERS[0]! + 72, true)) + 8192;
    bytes.set(new TextEncoder().encode('loge'), at);
    view.setUint32(at + 8, 4096, true);
    view.setBigUint64(at + 16, 7n, true);
    bytes.set(GUID, at + 32);
    seal(bytes, at, 4096);
    return bytes;
  }

  it('counts the blocks of its table by state', () => {
    const facts = open(image().bytes).facts();
    expect(facts).toEqual({
      blockBytes: 2 ** 20,
      sectorSize: 512,
      blocks: 20,
      zero: 17,
      present: 3,
    });
  });

  it('refuses a log with changes that were not written out, and takes one without for empty', () => {
    expect(() => open(withLog(true))).toThrow('qemu-img check -r all');
    expect(open(withLog(false)).size).toBe(20 * 2 ** 20);
    const torn = withLog(true);
    torn[torn.length - 1] = 0;
    const entryAt = Number(new DataView(torn.buffer).getBigUint64(HEADERS[0]! + 72, true)) + 8192;
    torn[entryAt + 100] = 1;
    expect(open(torn).size).toBe(20 * 2 ** 20);
  });

  it('takes the younger of two headers, and refuses an image whose headers are both damaged', () => {
    const { bytes } = image();
    bytes[HEADERS[0]! + 100] = 1;
    expect(open(bytes).size).toBe(20 * 2 ** 20);
    bytes[HEADERS[1]! + 100] = 1;
    expect(() => open(bytes)).toThrow('a VHDX header of version 1');
  });

  it('refuses metadata that asks for a larger table than there is', () => {
    const { bytes, view } = image();
    const at = bytes.findIndex(
      (_, i) => i > 2 ** 20 && view.getBigUint64(i, true) === BigInt(20 * 2 ** 20),
    );
    view.setBigUint64(at, 2n ** 45n, true);
    expect(() => open(bytes)).toThrow('a block table of');
  });
});

it('CRC-32C of the nine digits is the published check value', () => {
  expect(crc32c(new TextEncoder().encode('123456789'))).toBe(0xe3069283);
});
