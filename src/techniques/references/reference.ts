import { clx } from '../../hosts/clx.ts';
import type { Host, HostAnchors } from '../../hosts/host.ts';
import { p4 } from '../../hosts/p4.ts';
import { spr } from '../../hosts/spr.ts';
import { srv } from '../../hosts/srv.ts';
import { type Sourced, sourced, unverified } from '../../sourced.ts';

/** Machines whose numbers are carried over to other hosts. */
export const referenceHosts = { srv, clx, p4, spr } as const;
export type ReferenceHostId = keyof typeof referenceHosts;

/**
 * What a cost grows with from one machine to another: the smallest exit, the way to user space and
 * back, the wake-up, the cycles themselves (same work, same cycles: instructions, the kernel's emulator) or the wall
 * clock (a bus, a chip). A handler in the kernel is code between reads and writes of the control structure, which cost what an exit
 * costs: the geometric middle of cycles and exit.
 */
export type Scale = 'exit' | 'handler' | 'user' | 'wake' | 'cycles' | 'time';

/** A cost somebody measured on a reference machine, in cycles of that machine's clock. */
export interface Reference {
  cycles: number;
  host: ReferenceHostId;
  scale: Scale;
  source: string;
  /** Relative half-width of the interval on its own machine. */
  spread: number;
  unverified?: true;
}

/** User space and back without the world switch: port I/O to user space less the smallest exit. */
export function userPartCycles(anchors: HostAnchors): number {
  return anchors.userExitCycles.value - anchors.smallestExitCycles.value;
}

/** What a kernel handler grows by on a machine whose smallest exit is `exitRatio` times as long. */
export function handlerRatio(exitRatio: number): number {
  return Math.sqrt(exitRatio);
}

function ratio(scale: Scale, from: Host, to: Host): number {
  switch (scale) {
    case 'exit':
      return to.anchors.smallestExitCycles.value / from.anchors.smallestExitCycles.value;
    case 'user':
      return userPartCycles(to.anchors) / userPartCycles(from.anchors);
    case 'handler':
      return handlerRatio(ratio('exit', from, to));
    case 'wake':
      return to.anchors.ipiWakeCycles.value / from.anchors.ipiWakeCycles.value;
    case 'cycles':
      return 1;
    case 'time':
      return to.clockGhz.value / from.clockGhz.value;
  }
}

/** Relative interval of a cost carried to another machine: the bound the hold-out machine is judged by. */
const carriedSpread = 0.2;

const scaleWords: Readonly<Record<Scale, string>> = {
  exit: 'scaled by the smallest exit',
  handler: 'scaled by the root of the smallest exit',
  user: 'scaled by the user-space part',
  wake: 'scaled by the wake-up',
  cycles: 'same cycles',
  time: 'same time',
};

/** The cost of a reference on any host: as printed on its own machine, derived elsewhere. */
export function carry(reference: Reference, host: Host): Sourced {
  const from: Host = referenceHosts[reference.host];
  if (reference.unverified) {
    const value = reference.cycles * ratio(reference.scale, from, host);
    return unverified(value, 'cycles', reference.source, Math.max(reference.spread, 0.3));
  }
  if (from.id === host.id) {
    return sourced(reference.cycles, 'cycles', 'published', reference.source, reference.spread);
  }
  const value = reference.cycles * ratio(reference.scale, from, host);
  const how = `${reference.source}, carried over from ${from.id} (${scaleWords[reference.scale]})`;
  const spread = Math.max(reference.spread, carriedSpread);
  const number = sourced(value, 'cycles', 'derived', how, spread);
  const anchorGuessed =
    reference.scale === 'wake'
      ? host.anchors.ipiWakeCycles
      : reference.scale === 'user'
        ? host.anchors.userExitCycles
        : reference.scale === 'exit' || reference.scale === 'handler'
          ? host.anchors.smallestExitCycles
          : undefined;
  return anchorGuessed?.status === 'estimated' ? { ...number, status: 'estimated' } : number;
}
