import { UserError } from '../../errors.ts';
import { clx } from '../../hosts/clx.ts';
import type { Host } from '../../hosts/host.ts';
import { lap } from '../../hosts/lap.ts';
import { spr } from '../../hosts/spr.ts';
import { srv } from '../../hosts/srv.ts';
import { sourced, unverified } from '../../sourced.ts';
import type { CpuRecord } from './records.ts';

const arndale = 'chazy/kvmperf 77e4ae2, unittests/arndale*.txt';
const armAnchor = (cycles: number, row: string) =>
  sourced(cycles, 'cycles', 'published', `${arndale}: ${row}`, 0.05);

/** The Arndale board: anchors as on x86; its memory geometry plays no part in these records. */
const arm = (id: string, hvc: number, user: number, ipi: number): Host => ({
  ...srv,
  id,
  title: 'Arndale, Cortex-A15, Linux 3.10 KVM/ARM',
  clockGhz: unverified(1.7, 'GHz', 'nominal frequency of the Exynos 5250 recalled', 0.05),
  anchors: {
    smallestExitCycles: armAnchor(hvc, 'hvc'),
    userExitCycles: armAnchor(user, 'mmio_read_user'),
    ipiWakeCycles: armAnchor(ipi, 'ipi'),
  },
});

/** Machines by the names ids use. */
export const knownMachines: Readonly<Record<string, Host>> = {
  server: srv,
  laptop: lap,
  arm_vgic: arm('arm_vgic', 5326, 10119, 13992),
  arm_novgic: arm('arm_novgic', 2270, 6704, 11953),
  clx,
  spr,
};

const anchorRows = {
  smallestExitCycles: /\.(vmcall|hvc)$/,
  userExitCycles: /\.(portio_no_eventfd|mmio_read_user)$/,
  ipiWakeCycles: /\.(ipi_halt|ipi)$/,
} as const;

/** `kvmperf.vmexit.MACHINE.ROW` and its siblings: the machine of a record. */
export function machineOf(id: string): string | undefined {
  const vmexit = /^[^.]+\.vmexit\.([^.]+)\./.exec(id)?.[1];
  if (vmexit) return vmexit;
  return /^[^.]+\.(?:lmbench|app)\.([^.]+?)(?:_(?:native|vm))?(?:_(?:up|smp))?(?:_novgic)?\./.exec(
    id,
  )?.[1];
}

/** A machine known by three measured rows alone: everything else about it comes from a profile. */
export function calibrate(
  records: readonly CpuRecord[],
  ids: readonly string[],
): { name: string; host: Host } {
  const name = machineOf(ids[0] ?? '');
  const rows = ids.map((id) => {
    const record = records.find((candidate) => candidate.id === id);
    if (!record) throw new UserError(`--anchors: expected ids of the data, found "${id}".`);
    if (typeof record.value !== 'number' || !(record.value > 0)) {
      throw new UserError(`--anchors: expected a positive value in "${id}", found none.`);
    }
    if (machineOf(id) !== name || name === undefined) {
      throw new UserError(
        `--anchors: expected three rows of one machine, found "${id}" among them.`,
      );
    }
    return { id, cycles: record.value };
  });
  const pick = (row: RegExp, what: string) => {
    const found = rows.find(({ id }) => row.test(id));
    if (!found) throw new UserError(`--anchors: expected one row for the ${what}, found none.`);
    return sourced(found.cycles, 'cycles', 'measured', `anchor ${found.id}`, 0.05);
  };
  const profile = knownMachines[name!] ?? { ...srv, id: name!, title: `machine ${name}` };
  const host: Host = {
    ...profile,
    anchors: {
      smallestExitCycles: pick(anchorRows.smallestExitCycles, 'smallest exit (vmcall)'),
      userExitCycles: pick(anchorRows.userExitCycles, 'exit to user space (portio_no_eventfd)'),
      ipiWakeCycles: pick(anchorRows.ipiWakeCycles, 'wake-up (ipi_halt)'),
    },
  };
  return { name: name!, host };
}
