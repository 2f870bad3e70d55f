import { createConnection, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { quantileSorted } from '../../statistics.ts';

/** What a migration's last phase usually holds, and how much QEMU hands to one write: 64 pages and headers. */
const BURST_BYTES = 10 * 2 ** 20;
const WRITE_BYTES = 64 * 4104;
const BURSTS = 25;
const MEMORY_BYTES = 64 * 2 ** 20;

/** Receives on another thread and answers each burst with one byte; only this machine can reach it. */
const receiver = `
const { createServer } = require('node:net');
const { parentPort } = require('node:worker_threads');
const server = createServer((socket) => {
  let left = ${BURST_BYTES};
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    left -= chunk.length;
    if (left <= 0) { left += ${BURST_BYTES}; socket.write('.'); }
  });
});
server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`;

export interface CopyRate {
  /** Bytes per second: the median burst, and those that nine in ten reach and one in ten does. */
  bytesPerS: number;
  low: number;
  high: number;
}

const once = (socket: Socket, event: string) =>
  new Promise<void>((resolve) => socket.once(event, () => resolve()));

/** Seconds that one burst of pages takes from memory through a socket to its receiver. */
async function burst(socket: Socket, memory: Buffer, from: number): Promise<number> {
  const answered = once(socket, 'data');
  const start = performance.now();
  for (let sent = 0; sent < BURST_BYTES; ) {
    const size = Math.min(WRITE_BYTES, BURST_BYTES - sent);
    const at = (from + sent) % (MEMORY_BYTES - WRITE_BYTES);
    const piece = Buffer.allocUnsafe(size);
    memory.copy(piece, 0, at, at + size);
    if (!socket.write(piece)) await once(socket, 'drain');
    sent += size;
  }
  await answered;
  return (performance.now() - start) / 1000;
}

/**
 * How fast one thread of this machine copies pages into a socket and gets them through, in bursts as long as the
 * last phase of a migration: `--copy-speed` and `--copy-spread` of `virtcost migrate`. Loopback, so no network.
 */
export async function measureCopyRate(): Promise<CopyRate> {
  const worker = new Worker(receiver, { eval: true });
  try {
    const port = await new Promise<number>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
    const socket = createConnection({ port, host: '127.0.0.1' });
    await once(socket, 'connect');
    const memory = Buffer.alloc(MEMORY_BYTES, 'page');
    const rates: number[] = [];
    for (let i = 0; i < BURSTS; i++) {
      rates.push(BURST_BYTES / (await burst(socket, memory, i * BURST_BYTES)));
    }
    socket.destroy();
    rates.sort((a, b) => a - b);
    const at = (q: number) => quantileSorted(rates, q);
    return { bytesPerS: at(0.5), low: at(0.1), high: at(0.9) };
  } finally {
    await worker.terminate();
  }
}
