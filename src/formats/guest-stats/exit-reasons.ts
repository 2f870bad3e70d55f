import type { EventId } from '../../techniques/events.ts';

/** What one exit of a reason is to the cost model. */
export interface ExitMeaning {
  /** Names the tools use, upper case, without prefix: VMX, SVM, then ARM. */
  names: readonly string[];
  /** The event it is one of; `part` when it belongs to an event that is counted elsewhere; null when unknown. */
  event: EventId | 'part' | null;
  /** The guest was idle for the time of this exit: never overhead. */
  idle?: true;
  /** One of these comes with one exit of that name, which then belongs to the same event. */
  absorbs?: string;
  note?: string;
}

/**
 * Exit reason -> event. VMX names and numbers as kvm_stat lists them, SVM names as perf prints them.
 * A reason that stands for several events is given to the one it mostly is and the note says what it hides;
 * where no event is clearly it, it stays unattributed.
 */
export const exitMeanings: readonly ExitMeaning[] = [
  {
    names: ['HLT', 'MWAIT', 'MWAIT_INSTRUCTION', 'MWAIT_COND', 'IDLE_HLT', 'WFX', 'WFE', 'WFI'],
    event: 'hlt-wake',
    idle: true,
    note: 'Idle: the count is wake-ups, the time is not overhead.',
  },
  {
    names: ['EXTERNAL_INTERRUPT', 'INTERRUPT', 'IRQ'],
    event: 'external-irq',
    note: "The host's own interrupts (its tick) are in it: an upper bound.",
  },
  {
    names: ['EXCEPTION_NMI', 'UD EXCP', 'NM EXCP', 'DB EXCP', 'BP EXCP', 'AC EXCP', 'GP EXCP'],
    event: 'intercepted-exception',
    note: 'Host NMIs and, under shadow paging, page faults are in it.',
  },
  {
    names: ['PF EXCP'],
    event: null,
    note: 'Shadow paging: faults of the guest and hidden faults cannot be told apart.',
  },
  {
    names: ['PENDING_INTERRUPT', 'INTERRUPT_WINDOW', 'NMI_WINDOW', 'PENDING_NMI', 'VINTR', 'IRET'],
    event: 'part',
    note: 'Opens the window for an interrupt that is counted where it came from.',
  },
  { names: ['CPUID'], event: 'cpuid' },
  { names: ['INVLPG', 'INVPCID'], event: 'invlpg' },
  { names: ['RDTSC', 'RDTSCP'], event: 'rdtsc' },
  { names: ['VMCALL', 'VMMCALL', 'HYPERCALL', 'HVC64', 'HVC32', 'SMC64'], event: 'hypercall' },
  {
    names: ['CR_ACCESS', 'WRITE_CR0', 'WRITE_CR4', 'READ_CR0', 'READ_CR4', 'CR0_SEL_WRITE'],
    event: 'control-register',
    note: 'Under VMX, CR3 and CR8 accesses that exit are in it.',
  },
  { names: ['WRITE_CR3'], event: 'cr3-write' },
  { names: ['WRITE_CR8', 'TPR_BELOW_THRESHOLD'], event: 'tpr-write' },
  { names: ['READ_CR3', 'READ_CR8'], event: null },
  { names: ['DR_ACCESS', 'READ_DR', 'WRITE_DR'], event: null },
  {
    names: ['IO_INSTRUCTION', 'IO'],
    event: 'pio-user',
    note: 'Ports answered inside the kernel (PIT, PIC) are in it: an upper bound.',
  },
  { names: ['MSR_READ', 'RDMSR'], event: 'msr-read' },
  {
    names: ['MSR_WRITE', 'WRMSR'],
    event: 'msr-write',
    note: 'Timers that did not expire, x2APIC IPIs and EOIs are in it.',
  },
  { names: ['MSR'], event: 'msr-write', note: 'SVM counts reads and writes together.' },
  {
    names: ['PREEMPTION_TIMER'],
    event: 'timer-arm',
    absorbs: 'MSR_WRITE',
    note: 'An expired timer was armed by one MSR write, which is taken off msr-write.',
  },
  {
    names: ['PAUSE', 'PAUSE_INSTRUCTION'],
    event: 'pause-spin',
    note: 'The exit fires on long PAUSE loops, whether or not the holder was preempted.',
  },
  { names: ['EOI_INDUCED'], event: 'eoi' },
  {
    names: ['APIC_ACCESS', 'AVIC_UNACCELERATED_ACCESS', 'AVIC_NOACCEL'],
    event: null,
    note: 'EOI, IPI, timer or task priority: which register is not in the file.',
  },
  { names: ['APIC_WRITE'], event: null, note: 'IPI or timer: which register is not in the file.' },
  {
    names: ['AVIC_INCOMPLETE_IPI'],
    event: 'ipi',
    note: 'Only the IPIs the hardware could not deliver itself.',
  },
  { names: ['EPT_VIOLATION', 'IABT_LOW', 'IABT_CUR'], event: 'hidden-fault' },
  { names: ['NPF'], event: 'hidden-fault', note: 'Under SVM, device register accesses are in it.' },
  {
    names: ['EPT_MISCONFIG'],
    event: 'mmio-kernel',
    note: "KVM's path of device registers: those answered in user space are in it, a lower bound of cost.",
  },
  {
    names: ['DABT_LOW', 'DABT_CUR'],
    event: null,
    note: 'Memory fault or device register: the file does not say.',
  },
  { names: ['SYS64', 'CP15_32'], event: null, note: 'System registers: timer, IPI or others.' },
  {
    names: ['GDTR_IDTR', 'LDTR_TR', 'READ_IDTR', 'READ_GDTR', 'READ_LDTR', 'READ_TR'],
    event: 'descriptor-read',
  },
  { names: ['PUSHF', 'POPF'], event: null, note: 'Half of a pair each.' },
];

/** KVM statistics (debugfs, virsh domstats) and tracepoints -> event. What is not listed is not attributed. */
export const counterMeanings: readonly ExitMeaning[] = [
  { names: ['HALT_EXITS', 'KVM_VCPU_WAKEUP'], event: 'hlt-wake', idle: true },
  {
    names: ['IO_EXITS', 'KVM_PIO'],
    event: 'pio-user',
    note: 'Ports answered inside the kernel are in it.',
  },
  { names: ['MMIO_EXITS', 'KVM_MMIO'], event: 'mmio-user' },
  { names: ['KVM_FAST_MMIO'], event: 'mmio-kernel' },
  { names: ['IRQ_EXITS'], event: 'external-irq', note: "The host's own interrupts are in it." },
  { names: ['HYPERCALLS', 'KVM_HYPERCALL', 'KVM_HV_HYPERCALL'], event: 'hypercall' },
  { names: ['PF_FIXED', 'KVM_PAGE_FAULT'], event: 'hidden-fault' },
  { names: ['INVLPG'], event: 'invlpg' },
  { names: ['KVM_CPUID'], event: 'cpuid' },
  { names: ['KVM_MSR'], event: 'msr-write', note: 'Reads and writes are counted together.' },
  { names: ['KVM_CR'], event: 'control-register' },
  { names: ['KVM_EOI'], event: 'eoi' },
  { names: ['KVM_APIC_IPI'], event: 'ipi' },
  { names: ['IRQ_WINDOW_EXITS', 'NMI_WINDOW_EXITS'], event: 'part' },
];

/** Counters that are the number of all exits. */
export const totalCounters: readonly string[] = ['EXITS', 'KVM_EXIT'];

const index = (table: readonly ExitMeaning[]) =>
  new Map(table.flatMap((meaning) => meaning.names.map((name) => [name, meaning] as const)));
const byReason = index(exitMeanings);
const byCounter = index(counterMeanings);

/** Without the prefixes tools put before a reason. */
export function plainReason(name: string): string {
  return name.replace(/^(EXIT_REASON_|SVM_EXIT_|EXIT_|EC_|ESR_ELx_EC_)/i, '');
}

export function reasonMeaning(reason: string): ExitMeaning | undefined {
  return byReason.get(plainReason(reason).toUpperCase());
}

export function counterMeaning(name: string): ExitMeaning | undefined {
  return byCounter.get(name.toUpperCase());
}

const eventsIn = (table: readonly ExitMeaning[]): ReadonlySet<EventId> =>
  new Set(table.flatMap(({ event }) => (event === null || event === 'part' ? [] : [event])));

/** Events that exit reasons, or counters, can show at all: where one of these is missing, there was none. */
export const eventsOfReasons = eventsIn(exitMeanings);
export const eventsOfCounters = eventsIn(counterMeanings);
