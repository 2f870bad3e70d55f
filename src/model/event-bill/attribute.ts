import type { ExitCount } from '../../formats/guest-events/imported.ts';
import type { EventId } from '../../techniques/events.ts';

/**
 * Exit reasons of VMX, SVM and KVM trace points as guest events. `idle` is HLT and its kin: its time
 * is never a cost, its wake-up is. Port I/O and MMIO count as user-space devices unless told otherwise.
 */
const eventOf: Readonly<Record<string, EventId>> = {
  EXCEPTION_NMI: 'intercepted-exception',
  EXTERNAL_INTERRUPT: 'external-irq',
  INTR: 'external-irq',
  CPUID: 'cpuid',
  HLT: 'hlt-wake',
  INVLPG: 'invlpg',
  RDTSC: 'rdtsc',
  RDTSCP: 'rdtsc',
  VMCALL: 'hypercall',
  VMMCALL: 'hypercall',
  HYPERCALL: 'hypercall',
  CR_ACCESS: 'control-register',
  IO_INSTRUCTION: 'pio-user',
  IO: 'pio-user',
  MSR_READ: 'msr-read',
  MSR_WRITE: 'msr-write',
  MSR: 'msr-write',
  PAUSE_INSTRUCTION: 'pause-spin',
  PAUSE: 'pause-spin',
  APIC_ACCESS: 'eoi',
  EOI_INDUCED: 'eoi',
  APIC_WRITE: 'ipi',
  AVIC_INCOMPLETE_IPI: 'ipi',
  TPR_BELOW_THRESHOLD: 'tpr-write',
  EPT_VIOLATION: 'hidden-fault',
  NPF: 'hidden-fault',
  EPT_MISCONFIG: 'mmio-user',
  PREEMPTION_TIMER: 'timer-arm',
};

export interface Attribution {
  /** Events per second, or per file where its length is unknown. */
  rates: Partial<Record<EventId, number>>;
  attributed: number;
  /** Exits no event of the model stands for. */
  unattributed: { reason: string; count: number }[];
  unattributedShare: number;
  haltExits: number;
  /** Handling time without HLT, where the file has times. */
  handledUs: number | null;
  haltUs: number | null;
}

/** Trace points that repeat what another row counts already. */
const repeated = /^(kvm_entry|kvm_fpu|kvm_inj_virq|kvm_eoi|kvm_apic|kvm_pio|kvm_mmio|kvm_msr|kvm_)/;

/** Exits as guest events. */
export function attribute(exits: readonly ExitCount[]): Attribution {
  const rates: Partial<Record<EventId, number>> = {};
  const unattributed: { reason: string; count: number }[] = [];
  let attributed = 0;
  let haltExits = 0;
  let handledUs: number | null = null;
  let haltUs: number | null = null;
  for (const { reason, count, timeUs } of exits) {
    if (repeated.test(reason) && reason !== 'kvm_exit') continue;
    const name = reason.toUpperCase();
    const halt = name === 'HLT' || name === 'EC_WFX';
    if (timeUs !== undefined) {
      if (halt) haltUs = (haltUs ?? 0) + timeUs;
      else handledUs = (handledUs ?? 0) + timeUs;
    }
    const event = Object.hasOwn(eventOf, name) ? eventOf[name] : undefined;
    if (halt) haltExits += count;
    if (!event) {
      unattributed.push({ reason, count });
      continue;
    }
    attributed += count;
    rates[event] = (rates[event] ?? 0) + count;
  }
  const left = unattributed.reduce((sum, { count }) => sum + count, 0);
  return {
    rates,
    attributed,
    unattributed,
    unattributedShare: left + attributed === 0 ? 0 : left / (left + attributed),
    haltExits,
    handledUs,
    haltUs,
  };
}
