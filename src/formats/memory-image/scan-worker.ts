import { parentPort, workerData } from 'node:worker_threads';
import { type ScanWorkerData, scanPieces, takeFrom } from './scan-pieces.ts';

const data = workerData as ScanWorkerData;
parentPort?.postMessage(scanPieces(data.pieces, takeFrom(data), new Uint8Array(data.keys)));
