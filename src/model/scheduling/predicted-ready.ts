import { f64 } from '../../elements.ts';
import { UserError } from '../../errors.ts';

/** vCPUs that share the cores of a host. */
interface SharedCores {
  cores: number;
  /** vCPUs of all machines, and of one machine on average. */
  vcpus: number;
  vcpusPerMachine: number;
  /** Clock wanted by all of them over the clock of the host; may be above 1. */
  use: number;
}

/** Ready time per vCPU, percent of the time: independent vCPUs, those of a machine waking together, and between. */
export interface PredictedReady {
  percent: number;
  low: number;
  high: number;
}

/** Nearer to saturation the mean wait has no meaning: demand is then taken to be this share of the clock. */
const MOST_USE = 0.995;
const STEPS = 60;

/**
 * Mean number waiting of `sources` that alternate between idling and wanting one of `servers`, when `busy` servers work
 * on average: the finite-source queue M/M/c//N, whose state probabilities do not depend on the distribution of the run
 * lengths under processor sharing. The idling time is found by bisection so that the work served is the work wanted.
 */
export function meanWaiting(sources: number, servers: number, busy: number): number {
  if (sources <= servers || busy <= 0) return 0;
  const weights = new Float64Array(sources + 1);
  // What each state adds but for the ratio, which alone changes from step to step.
  const chances = Float64Array.from(weights, (_, k) =>
    Math.log((sources - k + 1) / Math.min(k, servers)),
  );
  const at = (logRatio: number): { busy: number; waiting: number } => {
    let log = 0;
    let most = 0;
    for (let k = 1; k <= sources; k++) {
      log += logRatio + f64(chances, k);
      weights[k] = log;
      most = Math.max(most, log);
    }
    let [total, working, waiting] = [Math.exp(-most), 0, 0];
    for (let k = 1; k <= sources; k++) {
      const weight = Math.exp(f64(weights, k) - most);
      total += weight;
      working += weight * Math.min(k, servers);
      waiting += weight * Math.max(0, k - servers);
    }
    return { busy: working / total, waiting: waiting / total };
  };
  // log(run / idle) of one source: from hardly ever wanting to wanting at once.
  let [low, high] = [-30, 30];
  for (let i = 0; i < STEPS; i++) {
    const middle = (low + high) / 2;
    if (at(middle).busy < busy) low = middle;
    else high = middle;
  }
  return at((low + high) / 2).waiting;
}

function share(sources: number, servers: number, use: number): number {
  return meanWaiting(sources, servers, Math.min(use, MOST_USE) * servers) / sources;
}

/**
 * Ready time predicted from overcommitment and load. Low end: vCPUs want independently of each other. High end: all
 * vCPUs of a machine want at the same time, so the host serves whole machines. Above saturation at least the work that
 * does not fit waits, at most everybody wants all the time.
 */
export function predictReady({ cores, vcpus, vcpusPerMachine, use }: SharedCores): PredictedReady {
  if (!(cores >= 1 && vcpus >= 0 && vcpusPerMachine >= 1 && use >= 0))
    throw new UserError(
      `expected cores, vCPUs and a use of 0 or more, found ${cores}, ${vcpus} and ${use}.`,
    );
  if (vcpus < 1) return { percent: 0, low: 0, high: 0 };
  const [sources, servers] = [Math.round(vcpus), Math.round(cores)];
  // No vCPU can want more than all the time.
  const wanted = Math.min(use, sources / servers);
  const excess = Math.max(0, ((wanted - 1) * servers) / sources);
  const low = Math.max(excess, share(sources, servers, wanted));
  const group = Math.min(vcpusPerMachine, servers);
  const high = Math.max(
    low,
    // Work that never ends keeps every vCPU wanting.
    wanted > MOST_USE ? 1 - servers / Math.max(servers, sources) : 0,
    share(Math.round(sources / group), Math.max(1, Math.floor(servers / group)), wanted),
  );
  return { percent: 50 * (low + high), low: 100 * low, high: 100 * high };
}
