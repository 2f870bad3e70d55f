import { sensitiveInstructions } from './sensitive.ts';

/** A way to run a guest kernel, as far as the conditions of Popek and Goldberg care. */
export const monitorKinds = [
  'trap-and-emulate',
  'binary-translation',
  'paravirtual',
  'hardware',
  'interpreter',
] as const;
export type MonitorKind = (typeof monitorKinds)[number];

/** An instruction set, or one with an extension. */
export interface InstructionSet {
  id: string;
  title: string;
  /** Sensitive instructions that do not trap when a deprivileged kernel runs them. */
  silent: readonly string[];
  /** A mode for guests in which every sensitive event can be made to leave. */
  guestMode: boolean;
  /** Whether a type-1 monitor or at least a hybrid one (user code direct, kernel code interpreted) can be built. */
  hybrid: boolean;
  source: string;
  unverified?: true;
}

const silent = sensitiveInstructions
  .filter(({ traps }) => !traps)
  .flatMap(({ instructions }) => instructions);
const trappedByUmip = new Set(
  sensitiveInstructions
    .filter(({ umip }) => umip.startsWith('#GP'))
    .flatMap(({ instructions }) => instructions),
);

/** Instruction sets and extensions. A new one is one entry. */
export const instructionSets: readonly InstructionSet[] = [
  {
    id: 'ia-32',
    title: 'IA-32',
    silent,
    guestMode: false,
    hybrid: false,
    source:
      'Robin & Irvine, USENIX Security 2000: 17 by the headline; the list read in two places names 18',
  },
  {
    id: 'x86-64',
    title: 'x86-64',
    silent,
    guestMode: false,
    hybrid: false,
    source: 'Intel SDM: the instructions of IA-32 remain unprivileged',
  },
  {
    id: 'x86-64-umip',
    title: 'x86-64 with UMIP',
    silent: silent.filter((name) => !trappedByUmip.has(name)),
    guestMode: false,
    hybrid: false,
    source: 'Intel SDM volume 3, Table 2-3: UMIP traps SGDT, SIDT, SLDT, SMSW and STR in user mode',
  },
  {
    id: 'x86-64-vt',
    title: 'x86-64 with VT-x or SVM',
    silent,
    guestMode: true,
    hybrid: true,
    source: 'secondary: a guest mode where each sensitive event can be made to exit',
  },
  {
    id: 'risc-v',
    title: 'RISC-V (base, S mode)',
    silent: [],
    guestMode: false,
    hybrid: true,
    source:
      'RVirt README: any privileged instruction traps from U mode; a hypervisor without the H extension runs',
  },
  {
    id: 'risc-v-h',
    title: 'RISC-V with H',
    silent: [],
    guestMode: true,
    hybrid: true,
    source: 'H extension 1.0, ratified 2021; recalled',
    unverified: true,
  },
  {
    id: 'armv7',
    title: 'ARMv7 without HYP',
    silent: ['cps', 'mrs', 'msr', 'ldm ^', 'stm ^'],
    guestMode: false,
    hybrid: false,
    source: 'user-mode CPS, MSR, MRS and LDM/STM with ^ do not trap as needed; recalled',
    unverified: true,
  },
  {
    id: 'armv8',
    title: 'ARMv8 with EL2',
    silent: [],
    guestMode: true,
    hybrid: true,
    source: 'EL1 under EL2 with traps; recalled',
    unverified: true,
  },
  {
    id: 'pdp-10',
    title: 'PDP-10',
    silent: ['jrst 1'],
    guestMode: false,
    hybrid: true,
    source:
      'secondary: not type 1, but the theorem of hybrid monitors holds; the instruction is recalled',
    unverified: true,
  },
  {
    id: 's-370',
    title: 'System/370',
    silent: [],
    guestMode: true,
    hybrid: true,
    source: 'third-generation machine with SIE assist; recalled',
    unverified: true,
  },
];

/** One condition: held, held for guests that were changed, or broken. */
export type Held = 'yes' | 'changed guest' | 'no';

export interface Verdict {
  isa: string;
  monitor: MonitorKind;
  /** Fidelity: the guest behaves as on the machine. */
  equivalence: Held;
  /** Safety: the guest has only what the monitor gives. */
  resourceControl: Held;
  /** Harmless instructions run on the processor itself. */
  efficiency: Held;
  /** Instructions that break equivalence here; empty where nothing does. */
  brokenBy: readonly string[];
  why: string;
}

/**
 * The three conditions for a kernel under a kind of monitor. Trap and emulate is equivalent exactly where no sensitive
 * instruction stays silent (theorem 1); each other kind buys equivalence with something.
 */
export function popekGoldberg(isa: InstructionSet, monitor: MonitorKind): Verdict {
  const base = { isa: isa.id, monitor, brokenBy: [] as readonly string[] };
  switch (monitor) {
    case 'trap-and-emulate':
      return {
        ...base,
        equivalence: isa.silent.length === 0 ? 'yes' : 'no',
        resourceControl: 'yes',
        efficiency: 'yes',
        brokenBy: isa.silent,
        why:
          isa.silent.length === 0
            ? 'every sensitive instruction traps'
            : `${isa.silent.length} sensitive instructions do not trap: state of the host shows, or a change is dropped`,
      };
    case 'binary-translation':
      return {
        ...base,
        equivalence: 'yes',
        resourceControl: 'yes',
        efficiency: 'yes',
        why: 'silent instructions are rewritten; user code runs directly, kernel code is translated once',
      };
    case 'paravirtual':
      return {
        ...base,
        equivalence: 'changed guest',
        resourceControl: 'yes',
        efficiency: 'yes',
        why: 'the guest no longer uses silent instructions: only a changed guest runs',
      };
    case 'hardware':
      return isa.guestMode
        ? {
            ...base,
            equivalence: 'yes',
            resourceControl: 'yes',
            efficiency: 'yes',
            why: 'sensitive instructions work on guest state or exit, as the controls say',
          }
        : {
            ...base,
            equivalence: 'no',
            resourceControl: 'no',
            efficiency: 'no',
            brokenBy: isa.silent,
            why: 'there is no guest mode',
          };
    case 'interpreter':
      return {
        ...base,
        equivalence: 'yes',
        resourceControl: 'yes',
        efficiency: 'no',
        why: 'no instruction of the guest runs on the processor itself',
      };
  }
}
