import type { Host } from '../../hosts/host.ts';
import { srv } from '../../hosts/srv.ts';
import { carry, type Reference, userPartCycles } from '../../techniques/references/reference.ts';
import { srvHandlers } from '../../techniques/references/srv.ts';
import type { Rule, RuleContext } from './rule.ts';

type Formula = (host: Host) => number;

const exit: Formula = (host) => host.anchors.smallestExitCycles.value;
const user: Formula = (host) => host.anchors.userExitCycles.value;
const handler = (reference: Reference, from: Formula): Formula => {
  return (host) => from(host) + carry(reference, host).value;
};
const alone = (reference: Reference): Formula => handler(reference, () => 0);

/** Rows of kvm-unit-tests vmexit as paths over the three anchors. */
const vmexitRows: Readonly<Record<string, Formula>> = {
  vmcall: exit,
  cpuid: handler(srvHandlers.cpuid, exit),
  portio_no_eventfd: user,
  portio_wildcard_eventfd: handler(srvHandlers.pioEventfd, exit),
  portio_datamatch_eventfd: handler(srvHandlers.pioEventfd, exit),
  mmio_no_eventfd: handler(srvHandlers.mmioDecodeUser, user),
  mmio_wildcard_eventfd: handler(srvHandlers.mmioEventfd, exit),
  mmio_datamatch_eventfd: handler(srvHandlers.mmioEventfd, exit),
  inl_from_kernel: handler(srvHandlers.inlKernel, exit),
  outl_to_kernel: handler(srvHandlers.outlKernel, exit),
  rd_tsc_adjust_msr: handler(srvHandlers.rdmsr, exit),
  wr_tsc_adjust_msr: handler(srvHandlers.wrmsr, exit),
  eoi: handler(srvHandlers.eoi, exit),
  inl_from_qemu: handler(srvHandlers.inlQemu, user),
  inl_from_pmtimer: handler(srvHandlers.pmtimer, user),
  ipi: alone(srvHandlers.ipi),
  ipi_halt: (host) => host.anchors.ipiWakeCycles.value,
  ple_round_robin: alone(srvHandlers.ple),
  mov_to_cr8: alone(srvHandlers.tprWrite),
  mov_from_cr8: alone(srvHandlers.tprRead),
};

const coreGhz = (host: Host) => (host.coreGhz ?? host.clockGhz).value;

/** Native rows of another x86 machine with the same software: the server's, by core clock. */
export function nativeTime(
  machine: string,
  cpus: string,
  row: string,
  { input, machine: profile }: RuleContext,
): number | undefined {
  if (machine === 'arm') return input(`kvmperf.lmbench.arm_native_${cpus}.${row}`);
  const server = input(`kvmperf.lmbench.server_native_${cpus}.${row}`);
  const host = profile(machine);
  return server === undefined || !host ? undefined : (server * coreGhz(srv)) / coreGhz(host);
}

const wakeUs = (host: Host) => host.anchors.ipiWakeCycles.value / host.clockGhz.value / 1000;

/** Rows whose guest time on two CPUs contains wake-ups of the other virtual CPU. */
const wakeRows = new Set(['ctxsw_2p0k', 'pipe', 'af_unix', 'fork', 'exec']);

/** Wake-ups per operation: the server's extra time in the guest over the price of one. */
function wakesPerOperation(row: string, { input }: RuleContext): number | undefined {
  const guest = input(`kvmperf.lmbench.server_vm_smp.${row}`);
  const native = input(`kvmperf.lmbench.server_native_smp.${row}`);
  return guest === undefined || native === undefined ? undefined : (guest - native) / wakeUs(srv);
}

function guestTime(machine: string, cpus: string, row: string, context: RuleContext) {
  const native = nativeTime(machine, cpus, row, context);
  if (native === undefined) return undefined;
  if (cpus === 'up' || !wakeRows.has(row)) {
    if (machine === 'server' || machine === 'arm') return native;
    // On another x86 machine of the same software the server's small extra travels along.
    const guest = context.input(`kvmperf.lmbench.server_vm_${cpus}.${row}`);
    const server = context.input(`kvmperf.lmbench.server_native_${cpus}.${row}`);
    return guest === undefined || server === undefined ? native : (native * guest) / server;
  }
  const host = context.machine(machine === 'arm' ? 'arm_vgic' : machine);
  const wakes = wakesPerOperation(row, context);
  return host && wakes !== undefined ? native + wakes * wakeUs(host) : undefined;
}

export const kvmperfRules: readonly Rule[] = [
  {
    pattern: /^[^.]+\.vmexit\.(?!arm_)([^.]+)\.(.+)$/,
    bound: 0.2,
    calibration: (id) => id.includes('.server.'),
    predict: ([, machine, row], context) => {
      const host = context.machine(machine!);
      const formula = Object.hasOwn(vmexitRows, row!) ? vmexitRows[row!] : undefined;
      return host && formula ? formula(host) : undefined;
    },
  },
  {
    pattern: /^[^.]+\.vmexit\.(arm_vgic|arm_novgic)\.(.+)$/,
    bound: 0.2,
    predict: ([, machine, row], context) => armRow(context.machine(machine!)!, machine!, row!),
  },
  {
    pattern: /^[^.]+\.lmbench\.(?!server|arm)([^.]+)_native_(up|smp)\.(.+)$/,
    bound: 0.2,
    predict: ([, machine, cpus, row], context) => nativeTime(machine!, cpus!, row!, context),
  },
  {
    pattern: /^[^.]+\.lmbench\.([^.]+)_vm_(up|smp)\.(.+)$/,
    bound: 0.25,
    predict: ([, machine, cpus, row], context) => {
      if (row === 'sh' || (machine === 'arm' && row === 'page_fault' && cpus === 'up'))
        return undefined;
      const own = machine === 'server' && cpus === 'smp' && wakeRows.has(row!);
      return own ? undefined : guestTime(machine!, cpus!, row!, context);
    },
  },
  {
    pattern: /^[^.]+\.app\.(?!server|arm)([^.]+)_(up|smp)\.(.+)\.ratio$/,
    bound: 0.2,
    predict: ([, machine, cpus, app], context) => {
      const server = context.input(`kvmperf.app.server_${cpus}.${app}.ratio`);
      const host = context.machine(machine!);
      if (server === undefined || !host) return undefined;
      // Guest time over native: exits cost wake-up time, the program itself core clock.
      const slower = app!.endsWith('_rps') ? 1 / server : server;
      const exits = (wakeUs(host) / wakeUs(srv)) * (coreGhz(host) / coreGhz(srv));
      const guest = 1 + (slower - 1) * exits;
      return app!.endsWith('_rps') ? 1 / guest : guest;
    },
  },
];

/** The board's exits carry the virtual controller's state; its handlers are software like user space. */
function armRow(host: Host, machine: string, row: string): number | undefined {
  const software = userPartCycles(host.anchors) / userPartCycles(srv.anchors);
  switch (row) {
    case 'hvc':
      return exit(host);
    case 'mmio_read_user':
      return user(host);
    case 'ipi':
      return host.anchors.ipiWakeCycles.value;
    case 'mmio_kernel':
      // A stage-2 abort carries its decoding, so it is as cheap as port I/O on x86.
      return exit(host) + software * srvHandlers.pioEventfd.cycles;
    case 'mmio_read_vgic':
      return machine === 'arm_novgic'
        ? user(host)
        : exit(host) + software * srvHandlers.inlKernel.cycles;
    case 'eoi':
      return user(host);
    default:
      return undefined;
  }
}
