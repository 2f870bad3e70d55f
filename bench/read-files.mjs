// Reads the files named once with two threads, as `virtcost dedup` does, and nothing else. Prints the nanoseconds from
// the start of the second thread to the last byte: node's own start is not among them.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { isMainThread, Worker, workerData } from 'node:worker_threads';

const PIECE = 16 * 1024 * 1024;
const WINDOW = 256 * 1024;

function readAll({ paths, counter }) {
  const window = new Uint8Array(WINDOW);
  const fds = paths.map((path) => openSync(path, 'r'));
  const pieces = fds.flatMap((fd) =>
    Array.from({ length: Math.ceil(fstatSync(fd).size / PIECE) }, (_, i) => [fd, i * PIECE]),
  );
  const taken = new Int32Array(counter);
  for (let i = Atomics.add(taken, 0, 1); i < pieces.length; i = Atomics.add(taken, 0, 1)) {
    const [fd, from] = pieces[i];
    for (let at = from; at < from + PIECE; at += WINDOW) readSync(fd, window, 0, WINDOW, at);
  }
  for (const fd of fds) closeSync(fd);
}

if (isMainThread) {
  const begin = process.hrtime.bigint();
  const job = { paths: process.argv.slice(2), counter: new SharedArrayBuffer(4) };
  const other = new Worker(new URL(import.meta.url), { workerData: job });
  const done = new Promise((resolve) => other.once('exit', resolve));
  readAll(job);
  await done;
  process.stdout.write(`${process.hrtime.bigint() - begin}\n`);
} else readAll(workerData);
