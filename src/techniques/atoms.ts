import { spr } from '../hosts/spr.ts';
import { plus, sourced, times, unverified } from '../sourced.ts';
import { free, guessed, type PathContext, term } from './context.ts';
import { userPartCycles } from './references/reference.ts';
import type { MitigationId } from './settings.ts';
import type { CostPart, CostTerm } from './technique.ts';

/*
 * The atoms of cpu paths. T: world switch, K: in-kernel handler, U: user-space monitor and back,
 * W: wake of a sleeping virtual CPU, R: ring switch, Sh: shadow work, I: interpreted path, N: native.
 */

const bhiMail = 'kvm list, vmexit_tscdeadline_immed on Xeon Gold 6442Y, against 3153 cycles';

/** Cycles a speculation mitigation adds to every exit (Sapphire Rapids). */
const mitigationCycles: Readonly<Record<MitigationId, number>> = {
  none: 0,
  'bhi-tsx': 3294 - 3153,
  'bhi-long': 3629 - 3153,
  'bhi-dis-s': 3878 - 3153,
  'bhi-mixed': 4011 - 3153,
};

/** T + Kmin: one exit with the smallest handler, and the mitigation that runs with it. */
export function exit(context: PathContext, part: CostPart = 'cpu-exits'): CostTerm[] {
  return [
    term('world switch and smallest handler (T+K)', part, context.host.anchors.smallestExitCycles),
    ...mitigationAtExit(context, part),
  ];
}

/** What a speculation mitigation adds to an exit, of whatever kind; nothing without one. */
export function mitigationAtExit({ host, settings }: PathContext, part: CostPart): CostTerm[] {
  const mitigation = settings.mitigation ?? 'none';
  if (mitigation === 'none') return [];
  const status = host.id === spr.id ? 'published' : 'derived';
  const source = `${bhiMail}, ${mitigation}`;
  const cycles = sourced(mitigationCycles[mitigation], 'cycles', status, source, 0.1);
  return [term('speculation mitigation at the exit', part, cycles)];
}

/** U: out of the exit handler to the user-space monitor and back, as the port-I/O anchor has it. */
export function userTrip({ host }: PathContext, part: CostPart = 'device-io'): CostTerm {
  const { smallestExitCycles: exitAnchor, userExitCycles: userAnchor } = host.anchors;
  const whole = plus(userAnchor, times(exitAnchor, -1));
  return term('user-space monitor and back (U)', part, {
    ...whole,
    value: userPartCycles(host.anchors),
    low: Math.max(0, whole.low),
  });
}

/** Where the device model lives decides how far an access travels. */
export function deviceTrip(context: PathContext): CostTerm[] {
  switch (context.technique.placement) {
    case 'none':
      return [free('device is reached directly', 'device-io', 'no monitor between')];
    case 'kernel-module':
      return [userTrip(context)];
    case 'hosted':
      return [
        userTrip(context),
        guessed(
          'switch between the monitor and its host system',
          'device-io',
          context.host.anchors.smallestExitCycles.value,
          'one more world switch of about the smallest exit',
        ),
      ];
    case 'bare-metal':
      return [
        term(
          'switch to the driver domain and back',
          'device-io',
          unverified(
            10534,
            'cycles',
            'Dall et al., ISCA 2016, VM switch, Xen x86 (table recalled, abstract read)',
            0.4,
          ),
        ),
      ];
  }
}

/** W: an interrupt to a halted virtual CPU, sent, woken and taken, as the anchor has it. */
export function wake({ host }: PathContext): CostTerm {
  return term(
    'send, wake the sleeping virtual CPU, take the interrupt (W)',
    'interrupts',
    host.anchors.ipiWakeCycles,
  );
}

/** I: an operation a software engine does with `steps` interpreted instructions. */
export function interpreted(label: string, part: CostPart, steps: number): CostTerm {
  const cycles = 38 * steps;
  return guessed(label, part, cycles, `${steps} interpreted instructions of about 38 cycles`);
}
