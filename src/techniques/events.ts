/** Which of a technique's three choices decides the path of an event. */
export type EventAxis = 'cpu' | 'mmu' | 'io';

export interface GuestEvent {
  id: string;
  title: string;
  /** What one event is. */
  unit: string;
  axis: EventAxis;
  description: string;
}

/** The things a guest does. A new event is one line here and, where it does not run natively, one path per mode. */
export const events = [
  {
    id: 'alu',
    title: 'User integer instruction',
    unit: 'instruction',
    axis: 'cpu',
    description: 'An unprivileged integer, load or store instruction of user code.',
  },
  {
    id: 'fp',
    title: 'Floating-point instruction',
    unit: 'instruction',
    axis: 'cpu',
    description: 'An unprivileged floating-point or vector instruction.',
  },
  {
    id: 'branch',
    title: 'Call and return',
    unit: 'pair',
    axis: 'cpu',
    description:
      'A call with its return, or another indirect branch: a translator must look its target up.',
  },
  {
    id: 'syscall',
    title: 'System call',
    unit: 'call',
    axis: 'cpu',
    description: 'User mode to kernel and back with an empty body (getpid).',
  },
  {
    id: 'cpuid',
    title: 'CPUID',
    unit: 'instruction',
    axis: 'cpu',
    description: 'Exits unconditionally under VMX.',
  },
  {
    id: 'rdtsc',
    title: 'Read time-stamp counter',
    unit: 'instruction',
    axis: 'cpu',
    description: 'RDTSC; exits only when the monitor asks for it.',
  },
  {
    id: 'exception',
    title: 'Exception the guest handles',
    unit: 'exception',
    axis: 'cpu',
    description: 'A fault such as divide error, delivered to the guest kernel.',
  },
  {
    id: 'intercepted-exception',
    title: 'Exception the monitor intercepts',
    unit: 'exception',
    axis: 'cpu',
    description: 'A fault such as #UD that the monitor looks at first.',
  },
  {
    id: 'popf',
    title: 'PUSHF and POPF',
    unit: 'pair',
    axis: 'cpu',
    description: 'Interrupt-flag bookkeeping of a guest kernel: sensitive, but does not trap.',
  },
  {
    id: 'descriptor-read',
    title: 'SGDT, SIDT, SLDT, STR, SMSW',
    unit: 'instruction',
    axis: 'cpu',
    description:
      'Reads of descriptor-table registers: sensitive and unprivileged unless UMIP is on.',
  },
  {
    id: 'control-register',
    title: 'CR0 or CR4 write, CLTS',
    unit: 'instruction',
    axis: 'cpu',
    description: 'Exits only if a bit the monitor owns changes.',
  },
  {
    id: 'hypercall',
    title: 'Hypercall',
    unit: 'call',
    axis: 'cpu',
    description: 'An empty call to the monitor; where there is none, no such event happens.',
  },
  {
    id: 'msr-write',
    title: 'MSR write',
    unit: 'instruction',
    axis: 'cpu',
    description: 'WRMSR of a register the monitor emulates.',
  },
  {
    id: 'msr-read',
    title: 'MSR read',
    unit: 'instruction',
    axis: 'cpu',
    description: 'RDMSR of a register the monitor emulates.',
  },
  {
    id: 'timer-arm',
    title: 'Timer arm and expiry',
    unit: 'timer',
    axis: 'cpu',
    description: 'TSC-deadline write and the interrupt that follows at once.',
  },
  {
    id: 'tpr-write',
    title: 'CR8 or TPR write',
    unit: 'instruction',
    axis: 'cpu',
    description: 'Task-priority update; shadowed by FlexPriority.',
  },
  {
    id: 'eoi',
    title: 'End of interrupt',
    unit: 'interrupt',
    axis: 'cpu',
    description: 'The guest acknowledges an interrupt at its local controller.',
  },
  {
    id: 'external-irq',
    title: 'External interrupt',
    unit: 'interrupt',
    axis: 'cpu',
    description: 'A device interrupt for this guest arrives while it runs.',
  },
  {
    id: 'ipi',
    title: 'IPI to a running CPU',
    unit: 'interrupt',
    axis: 'cpu',
    description: 'Send, receive and acknowledge between two running virtual CPUs.',
  },
  {
    id: 'hlt-wake',
    title: 'HLT, then woken by IPI',
    unit: 'wake-up',
    axis: 'cpu',
    description: 'Going idle and the wake-up path. The idle time itself is never a cost.',
  },
  {
    id: 'pause-spin',
    title: 'Spin on a preempted lock holder',
    unit: 'spin',
    axis: 'cpu',
    description: 'One long PAUSE loop while the holder of the lock is not running.',
  },
  {
    id: 'pio-kernel',
    title: 'Port I/O, in-kernel device',
    unit: 'access',
    axis: 'cpu',
    description: 'IN or OUT answered by the kernel part of the monitor.',
  },
  {
    id: 'pio-user',
    title: 'Port I/O, user-space device',
    unit: 'access',
    axis: 'cpu',
    description: 'IN or OUT answered by the user-space part of the monitor.',
  },
  {
    id: 'mmio-kernel',
    title: 'MMIO, in-kernel device',
    unit: 'access',
    axis: 'cpu',
    description: 'Memory-mapped register write answered in the kernel (ioeventfd).',
  },
  {
    id: 'mmio-user',
    title: 'MMIO, user-space device',
    unit: 'access',
    axis: 'cpu',
    description: 'Memory-mapped register access answered by the user-space monitor.',
  },
  {
    id: 'page-fault',
    title: 'Page fault of the guest',
    unit: 'fault',
    axis: 'mmu',
    description: "A fault the guest's own kernel must handle, mapping included.",
  },
  {
    id: 'pte-write',
    title: 'Page-table entry write',
    unit: 'write',
    axis: 'mmu',
    description: 'The guest kernel changes one page-table entry.',
  },
  {
    id: 'hidden-fault',
    title: 'Hidden fault (shadow or EPT)',
    unit: 'fault',
    axis: 'mmu',
    description:
      'A fault the guest never sees: shadow entry to build, or EPT violation on first touch.',
  },
  {
    id: 'cr3-write',
    title: 'Address-space switch',
    unit: 'switch',
    axis: 'mmu',
    description: 'MOV to CR3.',
  },
  {
    id: 'invlpg',
    title: 'INVLPG',
    unit: 'instruction',
    axis: 'mmu',
    description: 'Flush of one translation.',
  },
  {
    id: 'tlb-miss',
    title: 'TLB miss',
    unit: 'miss',
    axis: 'mmu',
    description: 'A page walk with warm walk caches; the translation model counts it exactly.',
  },
  {
    id: 'device-request',
    title: 'Device request',
    unit: 'request',
    axis: 'io',
    description: 'One disk or network request from notification to completion interrupt.',
  },
] as const satisfies readonly GuestEvent[];

export type EventId = (typeof events)[number]['id'];

export const eventIds: readonly EventId[] = events.map((event) => event.id);
