import { present } from '../../elements.ts';
import type { MmuModeId } from '../technique.ts';
import { direct } from './direct.ts';
import type { MmuMode } from './mmu-mode.ts';
import { nativeMmu } from './native.ts';
import { nestedMmu } from './nested.ts';
import { shadow } from './shadow.ts';
import { software } from './software.ts';

/** Every MMU mode. A new mode is one file and one line. */
export const mmuModes: readonly MmuMode[] = [nativeMmu, shadow, direct, nestedMmu, software];

const byId = new Map(mmuModes.map((mode) => [mode.id, mode]));

export function mmuMode(id: MmuModeId): MmuMode {
  return present(byId.get(id));
}
