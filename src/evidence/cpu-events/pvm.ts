import { present } from '../../elements.ts';
import { clx } from '../../hosts/clx.ts';
import { srv } from '../../hosts/srv.ts';
import { techniqueById } from '../../techniques/compositions.ts';
import { price, total } from '../../techniques/price.ts';
import { carry } from '../../techniques/references/reference.ts';
import { srvHandlers } from '../../techniques/references/srv.ts';
import type { Technique } from '../../techniques/technique.ts';
import type { Rule, RuleContext } from './rule.ts';

const inUs = (cycles: number) => cycles / clx.clockGhz.value / 1000;
const hardware = techniqueById('hardware');
const shadowed: Technique = { ...hardware, mmu: 'shadow' };
const paravirtual: Technique = { ...techniqueById('para'), placement: 'kernel-module' };

/** Table 1 rows the model's references are. */
const exitReferences = new Set([
  'hypercall.kvm_bm',
  'pio.kvm_bm',
  'exception.kvm_bm',
  'hypercall.kvm_nst',
  'pio.kvm_nst',
  'hypercall.pvm_bm',
  'cpuid.pvm_bm',
  'exception.pvm_bm',
  'msr.pvm_bm',
  'pio.pvm_bm',
]);

/** Round-trip exit of Table 1, us. Nested: the plain row plus the difference of the hypercalls. */
function exitUs(op: string, configuration: string, { input }: RuleContext): number | undefined {
  const row = (name: string) => input(`pvm23.exit.${name}`);
  if (configuration === 'kvm_bm') {
    const handlers = { cpuid: srvHandlers.cpuid, msr: srvHandlers.rdmsr } as const;
    const handler = op === 'cpuid' || op === 'msr' ? handlers[op] : undefined;
    const smallest = clx.anchors.smallestExitCycles.value;
    return handler ? inUs(smallest + carry(handler, clx).value) : undefined;
  }
  if (configuration === 'kvm_nst') {
    const nested = row('hypercall.kvm_nst');
    const plain = row('hypercall.kvm_bm');
    const base = row(`${op}.kvm_bm`);
    return nested !== undefined && plain !== undefined && base !== undefined
      ? base + nested - plain
      : undefined;
  }
  // A ring switch stays below the nested guest: no exit to the outer monitor.
  return configuration === 'pvm_nst' ? row(`${op}.pvm_bm`) : undefined;
}

const getpid: Readonly<Record<string, { technique: Technique; direct?: boolean }>> = {
  kvm_ept_bm: { technique: hardware },
  kvm_spt_bm: { technique: shadowed },
  kvm_nst: { technique: techniqueById('nested') },
  'pvm_bm.nodirect': { technique: paravirtual, direct: false },
  'pvm_bm.direct': { technique: paravirtual, direct: true },
  'pvm_nst.nodirect': { technique: paravirtual, direct: false },
  'pvm_nst.direct': { technique: paravirtual, direct: true },
};

const getpidReferences = new Set([
  'kvm_ept_bm',
  'kvm_ept_bm.nokpti',
  'kvm_spt_bm',
  'pvm_bm.nodirect',
  'pvm_bm.direct',
]);

function syscallUs(technique: Technique, kpti: boolean, directSwitch?: boolean): number {
  return inUs(total(price('syscall', technique, clx, { kpti, directSwitch })).value);
}

/** System calls per lmbench operation; the guest's own work is what EPT shows. */
const callsPerOperation: Readonly<Record<string, number>> = {
  null_io: 1,
  stat: 1,
  open_close: 2,
  slct_tcp: 1,
  sig_inst: 1,
  sig_hndl: 1,
};

const configurations: Readonly<Record<string, Technique>> = {
  kvm_spt_bm: shadowed,
  pvm_bm: paravirtual,
  kvm_ept_nst: hardware,
  pvm_nst: paravirtual,
};

export const pvmRules: readonly Rule[] = [
  {
    pattern: /^pvm23\.exit\.([a-z]+)\.([a-z_]+?)(\.nokpti)?$/,
    bound: 0.2,
    predict: ([, op, configuration, nokpti], context) => {
      if (nokpti) return context.input(`pvm23.exit.${op}.${configuration}`);
      return exitReferences.has(`${op}.${configuration}`)
        ? undefined
        : exitUs(present(op), present(configuration), context);
    },
  },
  {
    pattern: /^pvm23\.getpid\.(.+?)(\.nokpti)?$/,
    bound: 0.15,
    predict: ([, configuration, nokpti]) => {
      const kind = Object.hasOwn(getpid, present(configuration))
        ? getpid[present(configuration)]
        : undefined;
      if (!kind || getpidReferences.has(present(configuration) + (nokpti ?? ''))) return undefined;
      return syscallUs(kind.technique, !nokpti, kind.direct);
    },
  },
  {
    pattern: /^pvm23\.lmbench\.([a-z_]+)\.p1\.([a-z_]+)$/,
    bound: 0.2,
    predict: ([, configuration, row], { input }) => {
      const technique = Object.hasOwn(configurations, present(configuration))
        ? configurations[present(configuration)]
        : undefined;
      const calls = Object.hasOwn(callsPerOperation, present(row))
        ? callsPerOperation[present(row)]
        : undefined;
      if (!technique || calls === undefined) return undefined;
      const base = input(`pvm23.lmbench.kvm_ept_bm.p1.${row}`);
      if (base === undefined) return undefined;
      return base + calls * (syscallUs(technique, true) - syscallUs(hardware, true));
    },
  },
  {
    pattern: /^pvm23\.lmvm\.(kvm_ept_nst|pvm_nst)\.(prot_fault|page_fault|100fd_select)$/,
    bound: 0.3,
    predict: ([, configuration, row], { input }) =>
      input(`pvm23.lmvm.${configuration === 'pvm_nst' ? 'pvm_bm' : 'kvm_ept_bm'}.${row}`),
  },
  {
    pattern: /^pvm23\.lmvm\.kvm_spt_bm\.prot_fault$/,
    bound: 0.2,
    // The fault itself, and the system call of its signal handler's return.
    predict: (_match, { input }) => {
      const base = input('pvm23.lmvm.kvm_ept_bm.prot_fault');
      const shadow = input('pvm23.lmvm.kvm_spt_bm.page_fault');
      const ept = input('pvm23.lmvm.kvm_ept_bm.page_fault');
      if (base === undefined || shadow === undefined || ept === undefined) return undefined;
      return base + shadow - ept + syscallUs(shadowed, true) - syscallUs(hardware, true);
    },
  },
  {
    pattern: /^splitx\.direct$/,
    bound: 0.35,
    predict: () => srv.anchors.smallestExitCycles.value,
  },
];
