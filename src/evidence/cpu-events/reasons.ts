/** Why an entry of the reference is not predicted. First match wins; the last one matches everything. */
import { present } from '../../elements.ts';

export const reasons: readonly { pattern: RegExp; reason: string }[] = [
  {
    pattern:
      /^kvmperf\.(lmbench\.(server|arm)_native|app\..*\.(hackbench|apache_rps|mysql|kernel_compile|memcached)$)/,
    reason: "native time of a program, or a pair with it: the model's input, not its result",
  },
  {
    pattern: /^kvmperf\.lmbench\.server_vm_.*\.sh$/,
    reason: 'guest faster than native: another userland in guest and host',
  },
  {
    pattern: /^kvmperf\.lmbench\.server_vm_smp\./,
    reason: 'calibration: gives the wake-ups per operation',
  },
  {
    pattern: /^kvmperf\.app\.(server|arm)/,
    reason: 'whole application: its event rates were not published',
  },
  {
    pattern:
      /^kvmperf\.(vmexit\.laptop\.(vmcall|portio_no_eventfd|ipi_halt)|vmexit\.arm_vgic\.(hvc|mmio_read_user|ipi|eoi_ack)|vmexit\.arm_novgic\.(hvc|mmio_read_user|ipi))$/,
    reason: 'anchor of its machine; or EOI with its acknowledge, which x86 does not time together',
  },
  {
    pattern: /^kvmperf\.lmbench\.arm_vm_(smp|up)_novgic\./,
    reason: 'each acknowledge and EOI goes to user space; how many per operation was not published',
  },
  {
    pattern: /^kvmperf\.lmbench\.arm_vm_smp\.sh$/,
    reason: "the server's wake-ups per operation are unusable: another userland in its guest",
  },
  {
    pattern: /^kvmperf\.lmbench\.arm_vm_up\./,
    reason: 'the native counterpart on one CPU is not credible: 24.6 us page fault',
  },
  {
    pattern: /^pvm23\.(exit|getpid)\./,
    reason: "calibration: a reference number of the model's atoms",
  },
  {
    pattern: /^pvm23\.lmbench\..*\.p32\./,
    reason: '32 processes: lock contention of the shadow code is not modelled',
  },
  {
    pattern: /^pvm23\.lmbench\.kvm_ept_bm\./,
    reason: "the guest's own work: the model's input for the other configurations",
  },
  {
    pattern: /^pvm23\.(lmbench|lmvm)\./,
    reason: 'fork, exec, file and mapping rows: page-table events per operation were not published',
  },
  {
    pattern: /^pvm23\./,
    reason: 'a count or formula of the paper, used as it is',
  },
  {
    pattern: /^kvm43\./,
    reason: 'pairs before and after a patch series on an unnamed machine without anchors',
  },
  {
    pattern: /^(spr|ipifast|timeroff)\./,
    reason: 'calibration: what the mitigation and fast-path settings cost',
  },
  {
    pattern: /^felter\./,
    reason: 'memory, storage and network throughput: suites memory and io; Linpack: knobs table',
  },
  {
    pattern: /^(avicmail|avicpb|ple|ptspin|eli|turtles|xensvm|svmioctl|splitx|captive|irfree)/,
    reason: 'a share, count or ratio of a workload whose event rates were not published',
  },
  {
    pattern: /^(gvisor|lightvm|fc|tinykvm)/,
    reason: 'start time, memory or system call of one product: reported as published',
  },
  {
    pattern:
      /^(vmw|xen|cg|eevdf|lv|msvs|kvm\.rec|rhel|vnuma|vmmark|spec|tpcvms|sdm|robin|mlc|slit|cxl)/,
    reason: 'a rule, default or formula: tested where it is implemented, not predicted',
  },
  { pattern: /^/, reason: 'no rule of the model covers it' },
];

/** Predictions known to miss: shown with their error, not hidden, and not counted as agreement. */
const deviations: readonly { pattern: RegExp; reason: string }[] = [
  {
    pattern: /^pvm23\.exit\.msr\.kvm_bm/,
    reason: 'weak row: the paper calls the access free of exits, yet prints more than a hypercall',
  },
  {
    pattern: /^pvm23\.exit\.(exception|pio)\.pvm_nst/,
    reason: 'under a nested PVM this path enters the outer monitor; how often was not published',
  },
  {
    pattern: /^pvm23\.lmbench\.pvm_(bm|nst)\.p1\.sig_hndl$/,
    reason: 'signal delivery under PVM takes exceptions whose number was not published',
  },
  {
    pattern: /^pvm23\.lmbench\.kvm_ept_nst\.p1\.open_close$/,
    reason: 'file work of the guest slows under nested EPT for a cause the paper does not name',
  },
];

export function deviationFor(id: string): string | undefined {
  return deviations.find(({ pattern }) => pattern.test(id))?.reason;
}

export function reasonFor(id: string): string {
  return present(reasons.find(({ pattern }) => pattern.test(id))).reason;
}
