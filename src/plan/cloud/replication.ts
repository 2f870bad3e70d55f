import { UserError } from '../../errors.ts';
import { fibreRoundTripMsPerKm } from './replication-products.ts';

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
