import type { Host } from '../../../hosts/host.ts';
import { type Sourced, unverified } from '../../../sourced.ts';
import { ioAtoms } from '../paths/atoms.ts';
import { hopUs } from './hop.ts';
import { wireBytes } from './line-rate.ts';
import { type SwitchPath, switchPath } from './virtual-switch.ts';

export interface ForwardingQuestion {
  host: Host;
  bytes: number;
  linkGbps: number;
  /** One software switch look-up, ns: a bridge, or a flow cache. */
  lookupNs: Sourced;
  distributedRouter: boolean;
}

export interface ForwardingRow extends SwitchPath {
  rule: string;
  us: Sourced;
}

/** The rules of port groups: who stays inside a host, and what the way takes; a table of all four places. */
export function forwardingRules(question: ForwardingQuestion): ForwardingRow[] {
  const { host, bytes, linkGbps, lookupNs, distributedRouter } = question;
  const clock = (host.coreGhz ?? host.clockGhz).value * 1000;
  const copyUs = (ioAtoms(host).copyByte.value * bytes) / clock;
  const wireUs = (wireBytes(bytes) * 8) / (linkGbps * 1000);
  const places = [
    { rule: 'same port group, same host', sameHost: true, samePortGroup: true },
    { rule: 'other port group, same host', sameHost: true, samePortGroup: false },
    { rule: 'same port group, other host', sameHost: false, samePortGroup: true },
    { rule: 'other port group, other host', sameHost: false, samePortGroup: false },
  ];
  return places.map(({ rule, ...place }) => {
    const path = switchPath({ ...place, distributedRouter });
    const hops = path.linkPasses > 0 ? 1 : 0;
    const us = (end: 'value' | 'low' | 'high') =>
      (path.switchLookups * lookupNs[end]) / 1000 +
      path.copies * copyUs +
      path.linkPasses * wireUs +
      hops * hopUs[end];
    return {
      ...path,
      rule,
      us: {
        ...unverified(us('value'), 'us', 'look-ups, copies, wire and the switch between', 0),
        low: us('low'),
        high: us('high'),
      },
    };
  });
}
