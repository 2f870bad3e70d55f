/**
 * Exact mean-value analysis of the machine-repairman model: `customers` virtual CPUs, each working `outside` cycles
 * without the lock, then holding it for `held` cycles (one queue, exponential or processor-shared service).
 * R(n) = held (1 + Q(n-1)), X(n) = n / (outside + R(n)), Q(n) = X(n) R(n) (Reiser & Lavenberg, 1980).
 * Returns the cycles of one round, waiting included, and the share of time the lock is held.
 */
export function lockContention(
  customers: number,
  held: number,
  outside: number,
): { round: number; waiting: number; utilization: number } {
  let queue = 0;
  let response = held;
  let rate = 0;
  for (let n = 1; n <= customers; n++) {
    response = held * (1 + queue);
    rate = response + outside > 0 ? n / (outside + response) : 0;
    queue = rate * response;
  }
  return { round: outside + response, waiting: response - held, utilization: rate * held };
}
