import { parentPort, workerData } from 'node:worker_threads';
import { type Piece, scanPieces } from './scan-pieces.ts';

/** What a scan worker is given; pieces are taken off a counter all workers share. */
export interface ScanWorkerData {
  pieces: readonly Piece[];
  counter: SharedArrayBuffer;
  keys: SharedArrayBuffer;
}

const { pieces, counter, keys } = workerData as ScanWorkerData;
const taken = new Int32Array(counter);
const next = () => {
  const index = Atomics.add(taken, 0, 1);
  return index < pieces.length ? index : null;
};
parentPort?.postMessage(scanPieces(pieces, next, new Uint8Array(keys)));
