import { printable, UserError } from '../../errors.ts';
import {
  fitMachine,
  isPoor,
  type Release,
  withSteps,
} from '../../evidence/cpu-events/fitted-machine.ts';
import { readText } from '../../files/read-input.ts';
import { vmexit } from '../../formats/guest-stats/vmexit.ts';
import type { Host } from '../../hosts/host.ts';
import { calibrateWords as words } from '../../messages/calibrate.ts';
import { note } from '../../terminal/output.ts';
import { type Part, stepRow } from './part.ts';

/** `6.1.0-18-amd64` as [6, 1]. */
export function releaseOf(text: string): Release {
  const found = /^(\d{1,2})\.(\d{1,3})(\.\d+)*(-\S*)?$/.exec(text);
  if (found) return [Number(found[1]), Number(found[2])];
  throw new UserError(`expected a release such as 6.1, found "${text}".`);
}

/** Cycles of each row of a log; a halted target is written in two ways. */
async function cyclesIn(file: string): Promise<Map<string, number>> {
  const { latencies = [], warnings } = vmexit.read(await readText(file), file);
  for (const warning of warnings) note(printable(`warning: ${warning}`, 200));
  return new Map(latencies.map(({ name, value }) => [name.replace('+', '_'), value]));
}

const MAX_SOURCE = 900;

/** `--log`: the three steps of the machine from three rows of a vmexit log. */
export async function exitsPart(
  base: Host,
  file: string,
  { anchors, kernel }: { anchors?: readonly string[] | undefined; kernel?: Release | undefined },
): Promise<Part> {
  const fitted = fitMachine(await cyclesIn(file), { ids: anchors, release: kernel });
  const source = printable(`${file}: ${fitted.anchors.join(', ')}`, MAX_SOURCE);
  const host = withSteps(base, fitted.calibration, source);
  const { smallestExitCycles, userExitCycles, ipiWakeCycles } = host.anchors;
  return {
    host,
    steps: [
      stepRow('smallest exit', smallestExitCycles),
      stepRow('exit to user space', userExitCycles),
      stepRow('IPI to a halted vCPU', ipiWakeCycles),
    ],
    heldOut: fitted.heldOut,
    left: fitted.left,
    notes: isPoor(fitted.calibration) ? [words.poor()] : [],
    json: { anchors: fitted.anchors },
  };
}
