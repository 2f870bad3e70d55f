/** A disk on its way to another store while the guest goes on writing. */
export interface DiskMove {
  /** Bytes that hold data, seen through the whole chain. */
  dataBytes: number;
  /** Bytes the layers and snapshots hold beyond that: old versions. */
  historyBytes: number;
  bytesPerSecond: number;
  /** Guest writes while it runs, bytes a second, and the part of the disk they go round in. */
  writeRate: number;
  workingSet: number;
  /** With `mirror` every write goes to both stores; with `passes` changed blocks are copied again. */
  method: 'mirror' | 'passes';
  withSnapshots: boolean;
  /** Longest pause accepted for the last pass, seconds. */
  maxPause: number;
}

export interface DiskMoveResult {
  seconds: number;
  bytes: number;
  passes: number;
  pauseSeconds: number;
  verdict: 'completes' | 'never converges';
}

const MAX_PASSES = 64;

/** Distinct bytes written in `seconds` within a working set, by random writes. */
function distinct(rate: number, seconds: number, set: number): number {
  return set > 0 ? set * (1 - Math.exp((-rate * seconds) / set)) : 0;
}

/** Time and bytes of a disk migration between stores; without snapshots the history stays behind. */
export function moveDisk(move: DiskMove): DiskMoveResult {
  const first = move.dataBytes + (move.withSnapshots ? move.historyBytes : 0);
  if (move.method === 'mirror') {
    // Writes behind the copy are mirrored and share the link.
    const left = move.bytesPerSecond - move.writeRate;
    if (left <= 0) return stuck(first);
    const seconds = first / left;
    return {
      seconds,
      bytes: first + move.writeRate * seconds,
      passes: 1,
      pauseSeconds: 0,
      verdict: 'completes',
    };
  }
  let bytes = first;
  let seconds = 0;
  let total = 0;
  for (let pass = 1; pass <= MAX_PASSES; pass++) {
    const time = bytes / move.bytesPerSecond;
    const dirty = distinct(move.writeRate, time, move.workingSet);
    seconds += time;
    total += bytes;
    const pause = dirty / move.bytesPerSecond;
    if (pause <= move.maxPause) {
      const all = total + dirty;
      return {
        seconds: seconds + pause,
        bytes: all,
        passes: pass + 1,
        pauseSeconds: pause,
        verdict: 'completes',
      };
    }
    if (dirty >= bytes * 0.999) return stuck(total);
    bytes = dirty;
  }
  return stuck(total);
}

function stuck(bytes: number): DiskMoveResult {
  return {
    seconds: Number.POSITIVE_INFINITY,
    bytes,
    passes: MAX_PASSES,
    pauseSeconds: 0,
    verdict: 'never converges',
  };
}
