import { UserError } from '../../../errors.ts';
import { type Sourced, sourced, times, unverified } from '../../../sourced.ts';
import { linePacketRate } from './line-rate.ts';

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

export interface FilterQuestion {
  rules: number;
  packetsPerConnection: number;
  /** Connections open at once. */
  connections: number;
}

export interface FilterAnswer {
  kind: FilterKind;
  title: string;
  /** Rules a new connection visits, expected and at worst. */
  rulesNew: number;
  rulesWorst: number;
  newUs: Sourced;
  establishedUs: Sourced;
  meanUs: Sourced;
  tableBytes: number;
  devicesPerGuest: number;
}

const sum = (numbers: readonly Sourced[], unit: string, source: string): Sourced => ({
  ...unverified(
    numbers.reduce((total, { value }) => total + value, 0),
    unit,
    source,
    0,
  ),
  low: numbers.reduce((total, { low }) => total + low, 0),
  high: numbers.reduce((total, { high }) => total + high, 0),
});

/** Time of a security group's rules per new and per established connection: only the first packet visits rules. */
export function filterAnswer(kind: FilterKind, question: FilterQuestion): FilterAnswer {
  const { rules, packetsPerConnection, connections } = question;
  const { title, linear, devices } = filterKinds[kind];
  const rulesNew = linear ? (rules + 1) / 2 : 1;
  const visit = linear
    ? times(filterCosts.ruleNs, rulesNew / 1000)
    : times(filterCosts.mapNs, 1e-3);
  const newUs = sum(
    [{ ...visit, unit: 'us' }, filterCosts.trackNewUs],
    'us',
    'rules of the first packet, then a new entry',
  );
  const establishedUs = filterCosts.trackKnownUs;
  const perPacket = (end: 'value' | 'low' | 'high') =>
    (newUs[end] + (packetsPerConnection - 1) * establishedUs[end]) / packetsPerConnection;
  return {
    kind,
    title,
    rulesNew,
    rulesWorst: linear ? rules : 1,
    newUs,
    establishedUs,
    meanUs: {
      ...unverified(perPacket('value'), 'us', 'first packet and the others', 0),
      low: perPacket('low'),
      high: perPacket('high'),
    },
    tableBytes: connections * filterCosts.entryBytes.value,
    devicesPerGuest: devices,
  };
}

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

export interface ServiceAnswer {
  kind: ServiceKind;
  title: string;
  /** Packets that pass it for one request packet and one reply packet. */
  passes: number;
  /** What the rate is of: a core, or a whole machine. */
  counted: 'core' | 'machine';
  /** Service time of a request with its reply. */
  addedUs: Sourced;
  packetsPerCore: number;
  /** As many for the load, and for a link full of such packets one way. */
  cores: number;
  coresAtLineRate: number;
}

/** A service as added path: request and reply packets a second are the load. */
export function serviceAnswer(
  kind: ServiceKind,
  { packetsPerS, linkGbps, bytes }: { packetsPerS: number; linkGbps: number; bytes: number },
): ServiceAnswer {
  const { title, passesIn, passesOut, counted, ns } = serviceKinds[kind];
  if (bytes < 46) throw new UserError(`expected packets of at least 46 bytes, found ${bytes}.`);
  const passes = passesIn + passesOut;
  const packetsPerCore = 1e9 / ns.value;
  return {
    kind,
    title,
    passes,
    counted,
    addedUs: { ...times(ns, passes / 1000), unit: 'us' },
    packetsPerCore,
    cores: (packetsPerS * passes) / packetsPerCore,
    coresAtLineRate: linePacketRate(linkGbps, bytes) / packetsPerCore,
  };
}
