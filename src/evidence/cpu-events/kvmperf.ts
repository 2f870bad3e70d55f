import { present } from '../../elements.ts';
import type { Host } from '../../hosts/host.ts';
import { srv } from '../../hosts/srv.ts';
import type { Rule, RuleContext } from './rule.ts';
import { cyclesOf, machineSteps, rowsOf } from './steps.ts';

const x86Anchors = /^(vmcall|portio_no_eventfd|ipi_halt)$/;
const armAnchors = /^(hvc|mmio_read_user|ipi)$/;

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
    pattern: /^[^.]+\.vmexit\.([^.]+)\.(.+)$/,
    bound: 0.15,
    calibration: (id) => id.includes('.server.'),
    predict: ([, machine = '', row = ''], context) => {
      const host = context.machine(machine);
      const rows = rowsOf(machine, context.release);
      const steps = Object.hasOwn(rows, row) ? rows[row] : undefined;
      // A profile's anchors prove nothing; on the server every row is calibration, and counted as such.
      const anchors = machine.startsWith('arm') ? armAnchors : x86Anchors;
      const told = machine !== 'server' && !context.calibrated && anchors.test(row);
      return host && steps && !told ? cyclesOf(steps, machineSteps(host)) : undefined;
    },
  },
  {
    pattern: /^[^.]+\.lmbench\.(?!server|arm)([^.]+)_native_(up|smp)\.(.+)$/,
    bound: 0.2,
    predict: ([, machine, cpus, row], context) =>
      nativeTime(present(machine), present(cpus), present(row), context),
  },
  {
    pattern: /^[^.]+\.lmbench\.([^.]+)_vm_(up|smp)\.(.+)$/,
    bound: 0.25,
    predict: ([, machine, cpus, row], context) => {
      if (row === 'sh' || (machine === 'arm' && row === 'page_fault' && cpus === 'up'))
        return undefined;
      const own = machine === 'server' && cpus === 'smp' && wakeRows.has(present(row));
      return own ? undefined : guestTime(present(machine), present(cpus), present(row), context);
    },
  },
  {
    pattern: /^[^.]+\.app\.(?!server|arm)([^.]+)_(up|smp)\.(.+)\.ratio$/,
    bound: 0.2,
    predict: ([, machine, cpus, app], context) => {
      const server = context.input(`kvmperf.app.server_${cpus}.${app}.ratio`);
      const host = context.machine(present(machine));
      if (server === undefined || !host) return undefined;
      // Guest time over native: exits cost wake-up time, the program itself core clock.
      const slower = present(app).endsWith('_rps') ? 1 / server : server;
      const exits = (wakeUs(host) / wakeUs(srv)) * (coreGhz(host) / coreGhz(srv));
      const guest = 1 + (slower - 1) * exits;
      return present(app).endsWith('_rps') ? 1 / guest : guest;
    },
  },
];
