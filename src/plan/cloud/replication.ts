import { UserError } from '../../errors.ts';
import { type Sourced, sourced, unverified } from '../../sourced.ts';

/** Light in fibre: 0.98 ms there and back over 100 km. */
export const fibreRoundTripMsPerKm: Sourced = sourced(
  0.0098,
  'ms/km',
  'derived',
  'speed of light over a refractive index of 1.47, both ways; real ways are longer',
);

/** Products by how much they may lose and how soon they serve again. */
export interface ReplicationProduct {
  id: string;
  title: string;
  synchronous: boolean;
  rpoS: Sourced;
  rtoS: Sourced;
}

const range = (low: number, high: number, source: string): Sourced => ({
  ...unverified((low + high) / 2, 's', source, 0),
  low,
  high,
});

export const replicationProducts: readonly ReplicationProduct[] = [
  {
    id: 'rds-multi-az',
    title: 'RDS Multi-AZ, synchronous standby',
    synchronous: true,
    rpoS: sourced(0, 's', 'published', 'AWS: synchronous standby (study notes)'),
    rtoS: range(60, 120, 'fail-over of RDS Multi-AZ; recalled (a note of 2014 says 3 to 6 min)'),
  },
  {
    id: 'aurora',
    title: 'Aurora, six copies in three zones',
    synchronous: true,
    rpoS: sourced(0, 's', 'published', 'write quorum 4 of 6, read quorum 3 (secondary)'),
    rtoS: range(30, 60, 'fail-over of Aurora; recalled'),
  },
  {
    id: 'aurora-global',
    title: 'Aurora global database',
    synchronous: false,
    rpoS: range(0.1, 1, 'lag of a global database below 1 s; recalled'),
    rtoS: range(30, 60, 'fail-over of Aurora; recalled'),
  },
  {
    id: 'site-recovery',
    title: 'Azure Site Recovery, crash-consistent points',
    synchronous: false,
    rpoS: unverified(300, 's', 'a point every 5 minutes; recalled', 0),
    rtoS: range(300, 7200, 'start of replicated machines; no source was read'),
  },
  {
    id: 'disk-pairs',
    title: 'Alibaba Cloud asynchronous disk pairs',
    synchronous: false,
    rpoS: unverified(900, 's', 'RPO 15 minutes; recalled', 0),
    rtoS: range(300, 7200, 'attaching disks and starting machines; no source was read'),
  },
  {
    id: 'elastic-recovery',
    title: 'AWS Elastic Disaster Recovery',
    synchronous: false,
    rpoS: range(1, 60, 'RPO of seconds; recalled'),
    rtoS: range(300, 1800, 'RTO of minutes; recalled'),
  },
];

export interface ReplicationQuestion {
  distanceKm: number;
  synchronous: boolean;
  /** Asynchronous: bytes are sent as they come, or in points every so many seconds. */
  intervalS: number;
  writeBytesPerS: number;
  linkBytesPerS: number;
  /** Until the failure is believed, and until the other site serves. */
  detectS: number;
  startS: number;
}

export interface ReplicationAnswer {
  roundTripMs: number;
  /** Added to each write that waits for the other site. */
  writeAddedMs: number;
  linkShare: number;
  /** Seconds of writes a failure loses at most; null: the lag grows without end. */
  rpoS: number | null;
  rpoBytes: number | null;
  rtoS: number;
}

/** Lag, loss and return of a pair of sites. The link has to carry the writes, or the lag grows without end. */
export function replication(question: ReplicationQuestion): ReplicationAnswer {
  const { distanceKm, synchronous, intervalS, writeBytesPerS, linkBytesPerS } = question;
  if (!(linkBytesPerS > 0)) throw new UserError('expected a link above 0, found none.');
  const roundTripMs = distanceKm * fibreRoundTripMsPerKm.value;
  const linkShare = writeBytesPerS / linkBytesPerS;
  const keepsUp = linkShare <= 1;
  // A point is safe when its last byte has arrived; what is written meanwhile belongs to the next.
  const sendS = (intervalS * writeBytesPerS) / linkBytesPerS;
  const rpoS = synchronous
    ? keepsUp
      ? 0
      : null
    : keepsUp
      ? intervalS + sendS + roundTripMs / 2000
      : null;
  return {
    roundTripMs,
    writeAddedMs: synchronous ? roundTripMs : 0,
    linkShare,
    rpoS,
    rpoBytes: rpoS === null ? null : rpoS * writeBytesPerS,
    rtoS: question.detectS + question.startS,
  };
}

export interface QuorumQuestion {
  copies: number;
  zones: number;
  writeQuorum: number;
  readQuorum: number;
  /** Round trip to each further zone, ms; the first zone is the writer's own. */
  zoneMs: number;
}

export interface QuorumAnswer {
  /** A read sees the last write, and two writes cannot both win. */
  consistent: boolean;
  writesSurvive: number;
  readsSurvive: number;
  /** Copies the loss of the fullest zone takes. */
  lostWithZone: number;
  writesAfterZone: boolean;
  readsAfterZone: boolean;
  writeMs: number;
}

/** Several sites serve at once: which losses a quorum survives, and how far a write has to go. */
export function quorum(question: QuorumQuestion): QuorumAnswer {
  const { copies, zones, writeQuorum, readQuorum, zoneMs } = question;
  if (
    writeQuorum > copies ||
    readQuorum > copies ||
    zones > copies ||
    writeQuorum < 1 ||
    readQuorum < 1
  ) {
    throw new UserError(
      `expected quorums and zones of 1 to ${copies} (the copies), found ${writeQuorum}, ${readQuorum} and ${zones}.`,
    );
  }
  const lostWithZone = Math.ceil(copies / zones);
  return {
    consistent: readQuorum + writeQuorum > copies && 2 * writeQuorum > copies,
    writesSurvive: copies - writeQuorum,
    readsSurvive: copies - readQuorum,
    lostWithZone,
    writesAfterZone: copies - lostWithZone >= writeQuorum,
    readsAfterZone: copies - lostWithZone >= readQuorum,
    writeMs: writeQuorum <= Math.floor(copies / zones) ? 0 : zoneMs,
  };
}
