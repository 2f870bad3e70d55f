import { type Sourced, sourced, unverified } from '../../../sourced.ts';

/** Prices of stateful filtering; the times were recalled, no table of them was read. */
export const filterCosts = {
  ruleNs: {
    ...unverified(10, 'ns', 'one linear rule; recalled, 0.15 to 0.6 ms at 30,000 rules'),
    low: 5,
    high: 20,
  },
  mapNs: {
    ...unverified(200, 'ns', 'a look-up in a verdict map or flow table; assumed'),
    low: 100,
    high: 500,
  },
  trackNewUs: { ...unverified(1.5, 'us', 'new conntrack entry; recalled'), low: 1, high: 2 },
  trackKnownUs: { ...unverified(0.2, 'us', 'conntrack look-up; recalled'), low: 0.1, high: 0.3 },
  entryBytes: unverified(320, 'B', 'one conntrack entry; recalled', 0.2),
} satisfies Record<string, Sourced>;

/** How the rules of a security group are held. */
export const filterKinds = {
  iptables: { title: 'iptables behind a bridge (hybrid)', linear: true, devices: 5 },
  nftables: { title: 'nftables, verdict map', linear: false, devices: 1 },
  ovs: { title: 'Open vSwitch with conntrack', linear: false, devices: 1 },
} as const;
export type FilterKind = keyof typeof filterKinds;

/** Services a packet passes on its way, and what each adds. */
export const serviceKinds = {
  'l4-dsr': {
    title: 'layer 4, replies go straight to the client',
    passesIn: 1,
    passesOut: 0,
    counted: 'machine',
    ns: sourced(
      67.2,
      'ns',
      'published',
      'Maglev: one machine fills 10 Gbit/s with small packets',
      0.1,
    ),
  },
  'l4-nat': {
    title: 'layer 4, address translation both ways',
    passesIn: 1,
    passesOut: 1,
    counted: 'core',
    ns: {
      ...unverified(300, 'ns', 'translation with a session table; assumed'),
      low: 100,
      high: 800,
    },
  },
  'l7-proxy': {
    title: 'layer 7, both connections end in the proxy',
    passesIn: 1,
    passesOut: 1,
    counted: 'core',
    ns: {
      ...unverified(10_000, 'ns', 'two sockets and a copy in user space; assumed'),
      low: 3000,
      high: 40_000,
    },
  },
  firewall: {
    title: 'stateful firewall',
    passesIn: 1,
    passesOut: 1,
    counted: 'core',
    ns: { ...unverified(200, 'ns', 'conntrack look-up; recalled'), low: 100, high: 300 },
  },
} as const satisfies Record<
  string,
  { title: string; passesIn: number; passesOut: number; counted: 'core' | 'machine'; ns: Sourced }
>;
export type ServiceKind = keyof typeof serviceKinds;
