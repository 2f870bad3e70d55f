import { present } from '../../elements.ts';
import type { CpuMode } from '../context.ts';
import type { CpuModeId } from '../technique.ts';
import { binaryTranslation } from './binary-translation.ts';
import { container } from './container.ts';
import { containerSeccomp } from './container-seccomp.ts';
import { crossIsaDbt } from './cross-isa-dbt.ts';
import { hardware } from './hardware.ts';
import { hardwareApicv } from './hardware-apicv.ts';
import { hardwareGen1 } from './hardware-gen1.ts';
import { interpreter } from './interpreter.ts';
import { native } from './native.ts';
import { nested } from './nested.ts';
import { paravirtual } from './paravirtual.ts';
import { sandbox } from './sandbox.ts';
import { trapAndEmulate } from './trap-and-emulate.ts';

/** Every cpu mode, in the order of the matrix. A new mode is one file and one line. */
export const cpuModes: readonly CpuMode[] = [
  native,
  container,
  containerSeccomp,
  sandbox,
  interpreter,
  crossIsaDbt,
  binaryTranslation,
  trapAndEmulate,
  paravirtual,
  hardwareGen1,
  hardware,
  hardwareApicv,
  nested,
];

const byId = new Map(cpuModes.map((mode) => [mode.id, mode]));

export function cpuMode(id: CpuModeId): CpuMode {
  return present(byId.get(id));
}
