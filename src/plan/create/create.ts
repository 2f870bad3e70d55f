import { deviceById } from '../../model/blocks/device.ts';
import type { Sourced } from '../../sourced.ts';
import { percentileSorted } from '../multiplexing.ts';
import type { ControlPlane, QueueStage } from './planes.ts';
import { serveInOrder, shareLink } from './queues.ts';

const createStages = ['API', 'scheduler', 'host agent', 'image', 'disk', 'boot'] as const;
type CreateStage = (typeof createStages)[number];

export interface CreateRequest {
  plane: ControlPlane;
  count: number;
  /** Hosts the machines are spread over, one after the other. */
  hosts: number;
  imageBytes: number;
  /** Every host has the image already. */
  cached: boolean;
  /** Linked clone of the image, or a full copy. */
  clone: 'linked' | 'full';
  /** Another store than the plane's. */
  store?: string | undefined;
}

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

type End = 'low' | 'value' | 'high';
interface Outcome {
  stages: number[];
  ready: Float64Array;
  sent: number;
}

/** The least time takes short services, many workers and fast links. */
const opposite = { low: 'high', value: 'value', high: 'low' } as const;

function run(request: CreateRequest, end: End): Outcome {
  const { plane, count, hosts, imageBytes, cached, clone } = request;
  const time = (number: Sourced) => number[end];
  const rate = (number: Sourced) => number[opposite[end]];
  const queue = (arrivals: readonly number[], { serviceS, workers }: QueueStage) =>
    serveInOrder(arrivals, time(serviceS), rate(workers));
  const store = deviceById(request.store ?? plane.store)!;
  const hostOf = (machine: number) => machine % hosts;
  const perHost = (arrivals: readonly number[], serve: (own: number[]) => number[]) => {
    const done = new Array<number>(count).fill(0);
    for (let host = 0; host < Math.min(hosts, count); host++) {
      const own = arrivals.map((_, i) => i).filter((i) => hostOf(i) === host);
      serve(own.map((i) => arrivals[i]!)).forEach((at, k) => {
        done[own[k]!] = at;
      });
    }
    return done;
  };

  // One call asks for many machines; each of them is scheduled.
  const calls = Math.ceil(count / Math.max(1, Math.floor(rate(plane.perCall))));
  const answered = queue(new Array<number>(calls).fill(0), plane.api);
  const api = Array.from({ length: count }, (_, i) => answered[Math.floor((i * calls) / count)]!);
  const scheduled = queue(api, plane.scheduler);
  const claimed = perHost(scheduled, (own) => queue(own, plane.agent));

  // A host fetches an image once; its other machines wait for it. Lazy images send each machine what its boot reads.
  const lazy = plane.lazyImage && clone === 'linked';
  const bytes = lazy ? Math.min(imageBytes, time(plane.bootReadBytes)) : imageBytes;
  const link = [rate(plane.imageLink), rate(plane.hostLink)] as const;
  let fetched = claimed;
  let sent = 0;
  if (!cached && lazy) {
    fetched = shareLink(claimed, bytes, ...link);
    sent = bytes * count;
  } else if (!cached) {
    const used = Math.min(hosts, count);
    const begin = Array.from({ length: used }, (_, host) =>
      claimed.reduce(
        (least, at, i) => (hostOf(i) === host ? Math.min(least, at) : least),
        Infinity,
      ),
    );
    const there = shareLink(begin, bytes, ...link);
    fetched = claimed.map((at, i) => Math.max(at, there[hostOf(i)]!));
    sent = bytes * used;
  }

  const bandwidth = rate(store.bytesPerSecond);
  const metadataS = (8 * time(store.writeUs) + 2 * time(store.flushUs)) / 1e6;
  const cloned = perHost(fetched, (own) =>
    clone === 'linked'
      ? own.map((at) => at + time(plane.cloneS) + metadataS)
      : // A copy reads the image and writes it, on the same store.
        shareLink(own, 2 * imageBytes, bandwidth, bandwidth),
  );
  const booted = perHost(cloned, (own) =>
    shareLink(own, time(plane.bootReadBytes), bandwidth, bandwidth).map(
      (at) => at + time(plane.bootS),
    ),
  );
  const marks = [
    new Array<number>(count).fill(0),
    api,
    scheduled,
    claimed,
    fetched,
    cloned,
    booted,
  ];
  return {
    stages: createStages.map(
      (_, k) => marks[k + 1]!.reduce((sum, at, i) => sum + at - marks[k]![i]!, 0) / count,
    ),
    ready: Float64Array.from(booted).sort(),
    sent,
  };
}

/** Creates `count` machines at once, three times: with every number at its low, middle and high end. */
export function predictCreate(request: CreateRequest): CreatePrediction {
  const [low, value, high] = (['low', 'value', 'high'] as const).map((end) =>
    run(request, end),
  ) as [Outcome, Outcome, Outcome];
  // Slower services space requests out, which can spare some of them a wait: the ends are the least and most of the runs.
  const band = (pick: (outcome: Outcome) => number): Band => {
    const runs = [low, value, high].map(pick);
    return { low: Math.min(...runs), value: runs[1]!, high: Math.max(...runs) };
  };
  const last = band(({ ready }) => ready[ready.length - 1]!);
  const stages = createStages.map((stage, k) => ({
    stage,
    seconds: band((outcome) => outcome.stages[k]!),
  }));
  return {
    stages,
    first: band(({ ready }) => ready[0]!),
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
