import type { Host } from '../../hosts/host.ts';
import { srv } from '../../hosts/srv.ts';
import {
  handlerRatio,
  type Reference,
  userPartCycles,
} from '../../techniques/references/reference.ts';
import { srvHandlers } from '../../techniques/references/srv.ts';

/** What the three anchors of a machine fix, in its cycles: world switch and smallest handler, user space and back, wake-up. */
export interface MachineSteps {
  exit: number;
  user: number;
  wake: number;
}

/**
 * A row as a sum: multiples of the machine's own steps, handler cycles of the server (which grow with the root of the
 * exit) and cycles that are the same everywhere.
 */
export interface RowSteps extends MachineSteps {
  handler: number;
  cycles: number;
}

/** The part of a row that no anchor measures, on a machine with this smallest exit. */
export function kernelCycles(row: RowSteps, exitCycles: number): number {
  const ratio = handlerRatio(exitCycles / srv.anchors.smallestExitCycles.value);
  return row.handler * ratio + row.cycles;
}

/** Cycles of a row on a machine. */
export function cyclesOf(row: RowSteps, machine: MachineSteps): number {
  const own = row.exit * machine.exit + row.user * machine.user + row.wake * machine.wake;
  return own + kernelCycles(row, machine.exit);
}

export function machineSteps({ anchors }: Host): MachineSteps {
  return {
    exit: anchors.smallestExitCycles.value,
    user: userPartCycles(anchors),
    wake: anchors.ipiWakeCycles.value,
  };
}

const nothing: RowSteps = { exit: 0, user: 0, wake: 0, handler: 0, cycles: 0 };

/** The part of a reference in steps: a multiple of the server's step it is scaled by. */
function stepsOfReference({ cycles, scale }: Reference): RowSteps {
  switch (scale) {
    case 'exit':
      return { ...nothing, exit: cycles / srv.anchors.smallestExitCycles.value };
    case 'user':
      return { ...nothing, user: cycles / userPartCycles(srv.anchors) };
    case 'wake':
      return { ...nothing, wake: cycles / srv.anchors.ipiWakeCycles.value };
    case 'handler':
      return { ...nothing, handler: cycles };
    default:
      return { ...nothing, cycles };
  }
}

const exit: RowSteps = { ...nothing, exit: 1 };
/** Out to user space and back, with the exit it begins with. */
const user: RowSteps = { ...exit, user: 1 };

function sum(base: RowSteps, ...references: readonly Reference[]): RowSteps {
  return references.map(stepsOfReference).reduce(
    (total, part) => ({
      exit: total.exit + part.exit,
      user: total.user + part.user,
      wake: total.wake + part.wake,
      handler: total.handler + part.handler,
      cycles: total.cycles + part.cycles,
    }),
    base,
  );
}

const h = srvHandlers;
const mmio = [h.pioEventfd, h.misconfiguration, h.emulator] as const;

/** Rows of kvm-unit-tests' vmexit on x86 before the fast paths below (recorded: Linux 3.10). */
const x86Rows: Readonly<Record<string, RowSteps>> = {
  vmcall: exit,
  cpuid: sum(exit, h.cpuid),
  rd_tsc_adjust_msr: sum(exit, h.rdmsr),
  wr_tsc_adjust_msr: sum(exit, h.wrmsr),
  eoi: sum(exit, h.eoi),
  portio_wildcard_eventfd: sum(exit, h.pioEventfd),
  portio_datamatch_eventfd: sum(exit, h.pioEventfd),
  mmio_wildcard_eventfd: sum(exit, ...mmio),
  mmio_datamatch_eventfd: sum(exit, ...mmio),
  outl_to_kernel: sum(exit, h.outlKernel),
  inl_from_kernel: sum(exit, h.outlKernel, h.emulator),
  portio_no_eventfd: user,
  mmio_no_eventfd: sum(user, h.misconfiguration, h.emulator, h.mmioDispatch),
  inl_from_qemu: sum(user, h.emulatorTwice),
  inl_from_pmtimer: sum(user, h.emulatorTwice, h.pmtimerDevice),
  ipi: sum(nothing, h.ipi),
  ipi_halt: { ...nothing, wake: 1 },
  ple_round_robin: sum(nothing, h.ple),
  mov_to_cr8: sum(nothing, h.tprWrite),
  mov_from_cr8: sum(nothing, h.tprRead),
};

/** Rows that take a shorter path from a release on: IN and MMIO with a wildcard eventfd left the emulator. */
const fastPaths: readonly { since: [number, number]; rows: Readonly<Record<string, RowSteps>> }[] =
  [
    // Releases recalled; the paths read in arch/x86/kvm/vmx. Nested rows of 2019 show IN and OUT 34 cycles apart.
    { since: [3, 16], rows: { mmio_wildcard_eventfd: sum(exit, h.pioEventfd) } },
    {
      since: [4, 17],
      rows: {
        inl_from_kernel: sum(exit, h.outlKernel),
        inl_from_qemu: user,
        inl_from_pmtimer: sum(user, h.pmtimerDevice),
      },
    },
  ];

/**
 * Rows of the Arndale board. A stage-2 abort carries what x86 has to decode, so an access to an in-kernel device is as
 * on x86 by port, without an emulator; without a virtual controller its registers and the EOI are answered by user space.
 */
const armRows: Readonly<Record<string, RowSteps>> = {
  hvc: exit,
  mmio_read_user: user,
  mmio_kernel: sum(exit, h.pioEventfd),
  ipi: { ...nothing, wake: 1 },
};
const withVgic = { ...armRows, mmio_read_vgic: sum(exit, h.outlKernel) };
const withoutVgic = { ...armRows, mmio_read_vgic: user, eoi: user };

/** Rows of a machine by name: which steps each takes. `release` is the kernel's, of the x86 rows. */
export function rowsOf(
  machine: string,
  release?: readonly [number, number],
): Readonly<Record<string, RowSteps>> {
  if (/^arm.*no_?vgic/.test(machine)) return withoutVgic;
  if (machine.startsWith('arm')) return withVgic;
  const shorter = fastPaths.filter(
    ({ since: [major, minor] }) =>
      release !== undefined && (release[0] - major || release[1] - minor) >= 0,
  );
  return Object.assign({}, x86Rows, ...shorter.map(({ rows }) => rows));
}

/** The kernel release a record's conditions name ("Linux 3.10"), where they do. */
export function releaseIn(conditions: string | undefined): [number, number] | undefined {
  const found = /\bLinux (\d{1,2})\.(\d{1,3})/.exec(conditions ?? '');
  return found ? [Number(found[1]), Number(found[2])] : undefined;
}
