import { UserError } from '../../errors.ts';
import { clx } from '../../hosts/clx.ts';
import type { Host } from '../../hosts/host.ts';
import { lap } from '../../hosts/lap.ts';
import { spr } from '../../hosts/spr.ts';
import { srv } from '../../hosts/srv.ts';
import { unknownName } from '../../names.ts';
import { sourced, unverified } from '../../sourced.ts';
import { type Anchor, type Calibration, solveAnchors } from './anchors.ts';
import { withSteps } from './fitted-machine.ts';
import type { CpuRecord } from './records.ts';
import { releaseIn, rowsOf } from './steps.ts';

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

/** `kvmperf.vmexit.MACHINE.ROW` and its siblings: the machine of a record. */
export function machineOf(id: string): string | undefined {
  const vmexit = /^[^.]+\.vmexit\.([^.]+)\./.exec(id)?.[1];
  if (vmexit) return vmexit;
  return /^[^.]+\.(?:lmbench|app)\.([^.]+?)(?:_(?:native|vm))?(?:_(?:up|smp))?(?:_novgic)?\./.exec(
    id,
  )?.[1];
}

/** The anchors of a file as rows with known steps, of one machine. */
function anchorsOf(records: readonly CpuRecord[], ids: readonly string[]) {
  const name = machineOf(ids[0] ?? '');
  const first = records.find(({ id }) => id === ids[0]);
  const rows = rowsOf(name ?? '', releaseIn(first?.conditions));
  const anchors = ids.map((id): Anchor => {
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
    const key = id.slice(id.lastIndexOf('.') + 1);
    const row = Object.hasOwn(rows, key) ? rows[key] : undefined;
    if (!row || !/\.vmexit\./.test(id)) {
      throw new UserError(`--anchors: ${unknownName('vmexit rows', id, Object.keys(rows))}`);
    }
    return { id, row, cycles: record.value };
  });
  return { name: name ?? '', anchors };
}

/** A machine known by three measured rows alone: everything else about it comes from a profile. */
export function calibrate(
  records: readonly CpuRecord[],
  ids: readonly string[],
): { name: string; host: Host; calibration: Calibration } {
  const { name, anchors } = anchorsOf(records, ids);
  const solved = solveAnchors(anchors);
  if (typeof solved === 'string') {
    throw new UserError(`--anchors: expected three rows that fix a machine, but ${solved}.`);
  }
  const profile = knownMachines[name] ?? { ...srv, id: name, title: `machine ${name}` };
  const host = withSteps(profile, solved, `anchors ${ids.join(', ')}`);
  return { name, host, calibration: solved };
}
