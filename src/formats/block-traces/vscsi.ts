import { Malformed, type TraceAccess } from './trace-format.ts';

const SECTOR = 512;
const VERSION_1 = 0x100;
const VERSION_2 = 0x200;
const RECORD_BYTES = { [VERSION_1]: 32, [VERSION_2]: 40 } as const;

/** Binary vscsi traces (CloudPhysics, little endian): which version the first bytes are, or null. */
export function vscsiVersion(head: Uint8Array): 0x100 | 0x200 | null {
  if (head.length < 32) return null;
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  if (view.getUint16(14, true) === VERSION_1 && isTransfer(view.getUint16(12, true)))
    return VERSION_1;
  if (view.getUint16(2, true) === VERSION_2 && isTransfer(view.getUint16(0, true)))
    return VERSION_2;
  return null;
}

export function vscsiRecordBytes(version: 0x100 | 0x200): number {
  return RECORD_BYTES[version];
}

function isTransfer(command: number): boolean {
  return command === 0x28 || command === 0x2a || command === 0x88 || command === 0x8a;
}

/** One record; null for commands that move no data. */
export function parseVscsi(view: DataView, at: number, version: 0x100 | 0x200): TraceAccess | null {
  const first = version === VERSION_1;
  const command = view.getUint16(at + (first ? 12 : 0), true);
  if (view.getUint16(at + (first ? 14 : 2), true) !== version)
    throw new Malformed('a vscsi record');
  if (!isTransfer(command)) return null;
  const sector = Number(view.getBigUint64(at + 16, true));
  if (!Number.isSafeInteger(sector * SECTOR)) throw new Malformed('a sector below 2^44');
  return {
    kind: command === 0x28 || command === 0x88 ? 'read' : 'write',
    disk: '0',
    offset: sector * SECTOR,
    length: view.getUint32(at + (first ? 4 : 8), true),
    timeUs: Number(view.getBigUint64(at + 24, true)),
  };
}
