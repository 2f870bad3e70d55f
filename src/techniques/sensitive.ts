/** What a technique does with an instruction that is sensitive to virtualization. */
export interface Sensitive {
  instructions: readonly string[];
  /** Does it trap when a deprivileged kernel runs it (Popek and Goldberg's condition)? */
  traps: boolean;
  why: string;
  trapAndEmulate: string;
  binaryTranslation: string;
  paravirtual: string;
  hardware: string;
  umip: string;
  source: string;
}

const robin =
  'Robin & Irvine, USENIX Security 2000 (abstract read; 17 in its headline, the list recalled has 18)';
const sdm = 'Intel SDM volume 3, Table 2-3';

/** The sensitive instructions of IA-32 in the groups techniques treat alike. */
export const sensitiveInstructions: readonly Sensitive[] = [
  {
    instructions: ['lgdt', 'lidt', 'lldt', 'ltr', 'mov cr', 'hlt', 'rdmsr', 'wrmsr', 'in', 'out'],
    traps: true,
    why: 'privileged: traps outside ring 0',
    trapAndEmulate: '#GP, then emulated',
    binaryTranslation: 'translated in line, or a call out',
    paravirtual: 'hypercall',
    hardware: 'native, or an exit as the control says',
    umip: 'unchanged',
    source: sdm,
  },
  {
    instructions: ['sgdt', 'sidt', 'sldt', 'str', 'smsw'],
    traps: false,
    why: 'reads a system register without a privilege check',
    trapAndEmulate: 'leaks the host value, no trap',
    binaryTranslation: 'translated',
    paravirtual: 'the guest source avoids it',
    hardware: 'native on guest state, or descriptor-table exiting',
    umip: '#GP in user mode',
    source: sdm,
  },
  {
    instructions: ['pushf', 'popf'],
    traps: false,
    why: 'POPF drops a change of the interrupt flag in user mode silently',
    trapAndEmulate: 'silently wrong',
    binaryTranslation: 'translated, the interrupt flag is virtual',
    paravirtual: 'virtual interrupt flag in memory shared with the monitor',
    hardware: 'native',
    umip: 'unchanged',
    source: `${robin}; Denali review for POPF`,
  },
  {
    instructions: [
      'lar',
      'lsl',
      'verr',
      'verw',
      'push seg',
      'pop seg',
      'mov seg',
      'call far',
      'jmp far',
      'ret far',
      'int n',
    ],
    traps: false,
    why: 'shows or depends on the privilege level it runs at',
    trapAndEmulate: 'the real privilege level is visible',
    binaryTranslation: 'translated',
    paravirtual: 'the guest knows that it is in ring 1 or 3',
    hardware: 'native',
    umip: 'unchanged',
    source: robin,
  },
];

export interface Control {
  control: string;
  effect: string;
  events: readonly string[];
  source: string;
}

const manual = 'Intel SDM volume 3, VM-execution controls';

/** The VMX controls that decide whether an event exits. */
export const vmxControls: readonly Control[] = [
  {
    control: 'none (unconditional)',
    effect: 'CPUID, GETSEC, INVD, XSETBV, VMCALL and all VMX instructions exit',
    events: ['cpuid', 'hypercall'],
    source: manual,
  },
  {
    control: 'CR3-load and CR3-store exiting',
    effect: 'the first processors support only the 1-setting: each CR3 access exits',
    events: ['cr3-write'],
    source: manual,
  },
  {
    control: 'CR0 and CR4 masks and read shadows',
    effect: 'exit only if a masked bit differs from the shadow',
    events: ['control-register'],
    source: manual,
  },
  {
    control: 'I/O bitmaps',
    effect: 'exit unless the bit of the port is clear',
    events: ['pio-kernel', 'pio-user'],
    source: manual,
  },
  {
    control: 'MSR bitmap',
    effect: 'exit unless the bit is clear; outside 0-1FFFH and C0000000H-C0001FFFH always',
    events: ['msr-read', 'msr-write', 'timer-arm'],
    source: manual,
  },
  {
    control: 'HLT, MWAIT, PAUSE, INVLPG, RDTSC, WBINVD, MOV DR exiting',
    effect: 'one bit each',
    events: ['hlt-wake', 'invlpg', 'rdtsc'],
    source: manual,
  },
  {
    control: 'pause-loop exiting',
    effect: 'at CPL 0, exits after a PAUSE loop longer than the window',
    events: ['pause-spin'],
    source: manual,
  },
  {
    control: 'TPR shadow and threshold (FlexPriority)',
    effect: 'no exit unless the priority drops below the threshold',
    events: ['tpr-write'],
    source: manual,
  },
  {
    control: 'APIC-register virtualization, virtual-interrupt delivery, posted interrupts',
    effect: 'removes EOI, TPR, most ICR and injection exits',
    events: ['eoi', 'external-irq', 'ipi', 'tpr-write'],
    source: manual,
  },
  {
    control: 'EPT and VPID',
    effect: 'CR3, INVLPG and guest page faults no longer exit; EPT violations appear',
    events: ['page-fault', 'cr3-write', 'invlpg', 'hidden-fault', 'tlb-miss', 'pte-write'],
    source: manual,
  },
  {
    control: 'VMCS shadowing',
    effect: 'VMREAD and VMWRITE of an inner monitor do not exit',
    events: ['hypercall'],
    source: manual,
  },
  {
    control: 'preemption timer',
    effect: 'the deadline needs no timer of the host',
    events: ['timer-arm'],
    source: manual,
  },
  {
    control: 'external-interrupt exiting',
    effect: 'a host interrupt exits unless it is posted',
    events: ['external-irq'],
    source: manual,
  },
  {
    control: 'descriptor-table exiting',
    effect: 'LGDT, SGDT and their kin exit',
    events: ['descriptor-read'],
    source: manual,
  },
];

/** What is known about an instruction or event of that name: groups and controls that mention it. */
export function why(name: string): { sensitive: Sensitive[]; controls: Control[] } {
  const wanted = name.trim().toLowerCase();
  return {
    sensitive: sensitiveInstructions.filter(({ instructions }) => instructions.includes(wanted)),
    controls: vmxControls.filter(
      ({ events, control, effect }) =>
        events.includes(wanted) ||
        `${control} ${effect}`
          .toLowerCase()
          .split(/[^a-z0-9]+/)
          .includes(wanted),
    ),
  };
}
