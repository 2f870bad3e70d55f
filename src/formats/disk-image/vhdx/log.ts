import { printable, UserError } from '../../../errors.ts';
import type { ByteSource } from '../../byte-source.ts';
import { hex } from '../bytes.ts';
import { crc32c } from '../crc32c.ts';
import type { VhdxHeader } from './header.ts';

const SECTOR = 4096;
const ENTRY_SIGNATURE = 0x65676f6c; // "loge"
const MAX_ENTRY_BYTES = 64 * 1024 * 1024;

/**
 * Refuses an image whose log holds entries that were not written out: its tables may be older than
 * what the log says. A log without one valid entry of its own GUID is empty, as drivers take it.
 */
export function refuseDirtyLog(file: ByteSource, { logGuid, logAt, logBytes }: VhdxHeader): void {
  if (/^0+$/.test(logGuid)) return;
  const head = new Uint8Array(64);
  for (let at = 0; at < logBytes && logAt + at < file.size; at += SECTOR) {
    file.readInto(head, logAt + at);
    const view = new DataView(head.buffer);
    if (view.getUint32(0, true) !== ENTRY_SIGNATURE || hex(head.subarray(32, 48)) !== logGuid) {
      continue;
    }
    const bytes = view.getUint32(8, true);
    const sequence = view.getBigUint64(16, true);
    const possible =
      bytes > 0 && bytes % SECTOR === 0 && bytes <= Math.min(logBytes, MAX_ENTRY_BYTES);
    if (!possible || sequence === 0n) continue;
    if (crc32c(entry(file, logAt, logBytes, at, bytes), 4) !== view.getUint32(4, true)) continue;
    throw new UserError(
      printable(
        `${file.path}: the image was not closed properly: its log holds changes of the tables that were not written out. Replay it first: qemu-img check -r all ${file.path}`,
      ),
    );
  }
}

/** An entry of the ring, which may go on at the start of the log. */
function entry(file: ByteSource, logAt: number, logBytes: number, at: number, bytes: number) {
  const whole = new Uint8Array(bytes);
  const before = Math.min(bytes, logBytes - at);
  file.readInto(whole.subarray(0, before), logAt + at);
  if (before < bytes) file.readInto(whole.subarray(before), logAt);
  return whole;
}
