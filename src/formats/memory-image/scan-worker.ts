import { parentPort, workerData } from 'node:worker_threads';
import { allRead, countParts, readPart, type ScanJob, type ScanOutcome } from './scan-thread.ts';

const job = workerData as ScanJob;
const failure = readPart(job);
while (!allRead(job, Number.POSITIVE_INFINITY));
const outcome: ScanOutcome = { failure, ...countParts(job) };
parentPort?.postMessage(outcome);
