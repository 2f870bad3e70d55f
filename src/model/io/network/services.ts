import { UserError } from '../../../errors.ts';
import { type Sourced, times, unverified } from '../../../sourced.ts';
import { linePacketRate } from './line-rate.ts';
import {
  type FilterKind,
  filterCosts,
  filterKinds,
  type ServiceKind,
  serviceKinds,
} from './service-kinds.ts';

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
