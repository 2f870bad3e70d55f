import { present } from '../../elements.ts';
import type { Sourced } from '../../sourced.ts';
import type { CpuMode } from '../context.ts';
import { carried, guessed, type PathContext, type PathOf, type Paths, term } from '../context.ts';
import { pvm } from '../references/clx.ts';
import { carry, type Reference } from '../references/reference.ts';
import type { CostPart, CostTerm } from '../technique.ts';
import { hardwarePaths } from './hardware.ts';

/** Levels beyond the second multiply: each exit of the innermost guest costs many of the next one. */
function depthFactor({ settings }: PathContext): number {
  const depth = settings.nestingDepth ?? 2;
  return (7.43 / 0.46) ** Math.max(0, depth - 2);
}

/** Cover hosts that shadow the control structure: the 2019 list mails show 8 times a plain exit. */
function widened(number: Sourced, context: PathContext): Sourced {
  const factor = depthFactor(context);
  const low =
    number.status === 'published'
      ? number.low
      : Math.min(number.low, 8 * context.host.anchors.smallestExitCycles.value);
  const scaled = {
    ...number,
    value: number.value * factor,
    low: low * factor,
    high: number.high * factor,
  };
  return factor === 1 ? scaled : { ...scaled, status: 'estimated' };
}

const nestedRow = (part: CostPart, what: string, reference: Reference): PathOf => {
  return (context) => ({
    path: `exit to the outer monitor, reflected to the inner one, ${what}, resumed through the outer one`,
    terms: [term(`nested exit: ${what}`, part, widened(carry(reference, context.host), context))],
  });
};

function trap(context: PathContext, part: CostPart): readonly CostTerm[] {
  return nestedRow(part, 'smallest handler', pvm.nestedHypercall)(context).terms;
}

/** A path of the plain technique whose world switches are nested ones. */
const lifted = (part: CostPart, exits: number, what: string): PathOf => {
  return (context) => ({
    path: `${exits} nested exit(s): ${what}`,
    terms: Array.from({ length: exits }, () => trap(context, part)).flat(),
  });
};

const paths: Paths = {
  ...hardwarePaths,
  cpuid: nestedRow('cpu-exits', 'CPUID answer', pvm.nestedCpuid),
  'intercepted-exception': nestedRow('cpu-exits', '#UD injection', pvm.nestedException),
  hypercall: nestedRow('cpu-exits', 'smallest handler', pvm.nestedHypercall),
  'msr-write': nestedRow('cpu-exits', 'MSR emulation', pvm.nestedMsr),
  'msr-read': nestedRow('cpu-exits', 'MSR emulation', pvm.nestedMsr),
  'timer-arm': lifted('interrupts', 2, 'deadline write and expiry'),
  eoi: lifted('interrupts', 1, 'acknowledge'),
  'external-irq': lifted('interrupts', 1, 'interrupt injected by the inner monitor'),
  ipi: lifted('interrupts', 2, 'send and deliver'),
  'hlt-wake': (context) => ({
    path: 'HLT exits to the inner monitor through the outer one, wake, entry; idle is not a cost',
    terms: [
      ...trap(context, 'interrupts'),
      term('send, wake, take the interrupt (W)', 'interrupts', context.host.anchors.ipiWakeCycles),
      guessed('second kick', 'interrupts', 3000, 'the inner monitor sleeps and wakes as well'),
    ],
  }),
  'pio-kernel': nestedRow(
    'device-io',
    'in-kernel device of the inner monitor',
    pvm.nestedHypercall,
  ),
  'mmio-kernel': (context) => ({
    path: 'nested exit, decoding and in-kernel device of the inner monitor',
    terms: [
      ...trap(context, 'device-io'),
      guessed('decoding with inner page tables', 'device-io', 3000, 'as plain, with nested walks'),
    ],
  }),
  'pio-user': nestedRow('device-io', 'user-space device of the inner monitor', pvm.nestedPio),
  'mmio-user': (context) => ({
    path: 'nested exit, decoding, user-space device of the inner monitor',
    terms: [
      carried('nested exit: user-space device', 'device-io', pvm.nestedPio, context),
      guessed('decoding with inner page tables', 'device-io', 4000, 'as plain, with nested walks'),
    ],
  }),
};

export const nested: CpuMode = {
  id: 'nested',
  title: 'Nested hardware',
  describe: 'A hardware-assisted monitor inside a hardware-assisted guest.',
  trap,
  deviceTrap: (context) => present(paths['pio-user'])(context).terms,
  interrupt: (context) => [...trap(context, 'interrupts'), ...trap(context, 'interrupts')],
  paths,
};
