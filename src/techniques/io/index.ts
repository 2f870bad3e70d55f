import { present } from '../../elements.ts';
import type { IoModeId } from '../technique.ts';
import { emulated } from './emulated.ts';
import type { IoMode } from './io-mode.ts';
import { nativeIo } from './native.ts';
import { paravirtualIo } from './paravirtual.ts';
import { passThrough } from './pass-through.ts';
import { srIov } from './sr-iov.ts';

/** Every I/O mode. A new mode is one file and one line. */
export const ioModes: readonly IoMode[] = [nativeIo, emulated, paravirtualIo, passThrough, srIov];

const byId = new Map(ioModes.map((mode) => [mode.id, mode]));

export function ioMode(id: IoModeId): IoMode {
  return present(byId.get(id));
}
