// A `virtcost worker` whose whole process dies on one kind of cell.
import { startWorker } from '../../dist/engines/bullmq/worker.js';

const [redis] = process.argv.slice(2);
const entry = new URL('./poison-worker.mjs', import.meta.url).href;
const options = { workers: 1, secondsPerCell: 600, workerMemoryMib: 512, lockSeconds: 1, redis };
await startWorker(options, entry);
