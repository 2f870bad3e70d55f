import work, { begin } from '../../dist/engines/worker.js';

/** A pool worker that breaks on one kind of cell, in the way the environment names. */
export default async function poisoned(message) {
  const { job } = message;
  const { cases } = job.task.data;
  const met = cases.some(({ technique, hostPage }) => technique === 'full' && hostPage === '2M');
  if (job.study !== 'steady' || !met) return work(message);
  begin(message);
  const kept = [];
  switch (process.env.VIRTCOST_POISON) {
    case 'memory':
      for (;;) kept.push(new Array(100_000).fill(kept.length));
    case 'loop':
      for (;;) kept.length = 0;
    case 'kill':
      return process.kill(process.pid, 'SIGKILL');
    case 'exit':
      return process.exit(3);
    default:
      throw new TypeError('poisoned');
  }
}
