import { UserError } from '../errors.ts';
import type { Scenario } from '../scenario/scenario.ts';

/** Bytes of a run.json that can be read again: it is one text, and stands in the results of each study too. */
export const MOST_RECORD_BYTES = 2 ** 28;
/** What a record holds beside its VMs: hosts, profiles, settings. */
const BESIDE_VMS = 2 ** 24;
/** Columns each line of a VM is indented by in run.json. */
const INDENT = 6;

const bytesOf = (vm: object): number => {
  const lines = JSON.stringify(vm, null, 2).split('\n');
  return lines.reduce((sum, line) => sum + INDENT + Buffer.byteLength(line) + 1, 0);
};

/** Refuses a scenario of so many VMs, each choice of a list being one, that its run could not be stored. */
export function checkRecordSize({ vms }: Pick<Scenario, 'vms'>, most = MOST_RECORD_BYTES): void {
  let bytes = Math.min(BESIDE_VMS, most / 2);
  vms.forEach((vm, i) => {
    bytes += bytesOf(vm);
    if (bytes <= most) return;
    throw new UserError(
      `expected a scenario whose VMs fit into a run.json of ${most / 2 ** 20} MiB, found ${vms.length} VMs, of which ${i} fit: ask for fewer choices of a VM, in several scenarios.`,
    );
  });
}
