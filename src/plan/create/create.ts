import { f64, num } from '../../elements.ts';
import { percentileSorted } from '../multiplexing.ts';
import {
  type CreateRequest,
  type CreateRun,
  type CreateStage,
  createStages,
  runCreate,
} from './stages.ts';

export interface Band {
  low: number;
  value: number;
  high: number;
}

export interface CreatePrediction {
  /** Mean seconds a machine spends in each stage, waiting included. */
  stages: { stage: CreateStage; seconds: Band }[];
  /** Seconds until machines serve. */
  first: Band;
  p50: Band;
  p95: Band;
  last: Band;
  /** Machines a minute until the last. */
  perMinute: Band;
  /** Bytes the image service sends. */
  imageBytesSent: number;
  /** The stage in which machines spend most time at the middle of the band. */
  longest: CreateStage;
}

/** Creates `count` machines at once, three times: with every number at its low, middle and high end. */
export function predictCreate(request: CreateRequest): CreatePrediction {
  const value = runCreate(request, 'value');
  const ends = [runCreate(request, 'low'), value, runCreate(request, 'high')];
  // Slower services space requests out, which can spare some of them a wait: the ends are the least and most of the runs.
  const band = (pick: (run: CreateRun) => number): Band => {
    const numbers = ends.map(pick);
    return { low: Math.min(...numbers), value: pick(value), high: Math.max(...numbers) };
  };
  const last = band(({ ready }) => f64(ready, ready.length - 1));
  const stages = createStages.map((stage, k) => ({
    stage,
    seconds: band((run) => num(run.stages, k)),
  }));
  return {
    stages,
    first: band(({ ready }) => f64(ready, 0)),
    p50: band(({ ready }) => percentileSorted(ready, 0.5)),
    p95: band(({ ready }) => percentileSorted(ready, 0.95)),
    last,
    perMinute: {
      low: (60 * request.count) / last.high,
      value: (60 * request.count) / last.value,
      high: (60 * request.count) / last.low,
    },
    imageBytesSent: value.sent,
    longest: stages.reduce((a, b) => (b.seconds.value > a.seconds.value ? b : a)).stage,
  };
}
