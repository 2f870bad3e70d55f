import { lastOf, num } from '../../elements.ts';
import { type Device, deviceById } from '../../model/blocks/device.ts';
import type { Sourced } from '../../sourced.ts';
import type { ControlPlane, QueueStage } from './planes.ts';
import { serveInOrder, shareLink } from './queues.ts';

export const createStages = ['API', 'scheduler', 'host agent', 'image', 'disk', 'boot'] as const;
export type CreateStage = (typeof createStages)[number];

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

/** One run through the stages, every number taken at one end of its band. */
export interface CreateRun {
  /** Mean seconds a machine spends in each stage. */
  stages: number[];
  /** When machines serve, ascending; seconds. */
  ready: Float64Array;
  /** Bytes the image service sends. */
  sent: number;
}

export type End = 'low' | 'value' | 'high';

/** The least time takes short services, many workers and fast links. */
const opposite = { low: 'high', value: 'value', high: 'low' } as const;

/** Numbers at one end: times there, rates at the opposite one. */
class Numbers {
  private readonly end: End;

  constructor(end: End) {
    this.end = end;
  }

  time(number: Sourced): number {
    return number[this.end];
  }

  rate(number: Sourced): number {
    return number[opposite[this.end]];
  }

  queue(arrivals: readonly number[], { serviceS, workers }: QueueStage): number[] {
    return serveInOrder(arrivals, this.time(serviceS), this.rate(workers));
  }
}

/** Lets each host serve its own machines; machine i lies on host `i % hosts`. */
function perHost(
  arrivals: readonly number[],
  hosts: number,
  serve: (own: number[]) => number[],
): number[] {
  const done = new Array<number>(arrivals.length).fill(0);
  for (let host = 0; host < Math.min(hosts, arrivals.length); host++) {
    const own = arrivals.map((_, i) => i).filter((i) => i % hosts === host);
    serve(own.map((i) => num(arrivals, i))).forEach((end, k) => {
      done[num(own, k)] = end;
    });
  }
  return done;
}

/** One call asks for many machines; each of them is scheduled, then claimed by its host. */
function admit({ plane, count, hosts }: CreateRequest, numbers: Numbers) {
  const calls = Math.ceil(count / Math.max(1, Math.floor(numbers.rate(plane.perCall))));
  const answered = numbers.queue(new Array<number>(calls).fill(0), plane.api);
  const api = Array.from({ length: count }, (_, i) =>
    num(answered, Math.floor((i * calls) / count)),
  );
  const scheduled = numbers.queue(api, plane.scheduler);
  const claimed = perHost(scheduled, hosts, (own) => numbers.queue(own, plane.agent));
  return { api, scheduled, claimed };
}

/** A host fetches an image once; its other machines wait for it. Lazy images send each machine what its boot reads. */
function fetchImages(
  { plane, count, hosts, imageBytes, cached, clone }: CreateRequest,
  numbers: Numbers,
  claimed: readonly number[],
): { fetched: readonly number[]; sent: number } {
  if (cached) return { fetched: claimed, sent: 0 };
  const link = [numbers.rate(plane.imageLink), numbers.rate(plane.hostLink)] as const;
  if (plane.lazyImage && clone === 'linked') {
    const bytes = Math.min(imageBytes, numbers.time(plane.bootReadBytes));
    return { fetched: shareLink(claimed, bytes, ...link), sent: bytes * count };
  }
  const begin = new Array<number>(Math.min(hosts, count)).fill(Number.POSITIVE_INFINITY);
  claimed.forEach((when, i) => {
    begin[i % hosts] = Math.min(num(begin, i % hosts), when);
  });
  const there = shareLink(begin, imageBytes, ...link);
  return {
    fetched: claimed.map((when, i) => Math.max(when, num(there, i % hosts))),
    sent: imageBytes * begin.length,
  };
}

/** Clones each machine's disk and boots from it, on the store of its host. */
function cloneAndBoot(
  { plane, hosts, imageBytes, clone }: CreateRequest,
  store: Device,
  numbers: Numbers,
  fetched: readonly number[],
) {
  const bandwidth = numbers.rate(store.bytesPerSecond);
  const metadataS = (8 * numbers.time(store.writeUs) + 2 * numbers.time(store.flushUs)) / 1e6;
  const cloned = perHost(fetched, hosts, (own) =>
    clone === 'linked'
      ? own.map((when) => when + numbers.time(plane.cloneS) + metadataS)
      : // A copy reads the image and writes it, on the same store.
        shareLink(own, 2 * imageBytes, bandwidth, bandwidth),
  );
  const booted = perHost(cloned, hosts, (own) =>
    shareLink(own, numbers.time(plane.bootReadBytes), bandwidth, bandwidth).map(
      (when) => when + numbers.time(plane.bootS),
    ),
  );
  return { cloned, booted };
}

/** Mean seconds between two marks of the same machines. */
const meanBetween = (from: readonly number[], to: readonly number[]) =>
  to.reduce((sum, end, i) => sum + end - num(from, i), 0) / to.length;

/** Creates all machines of a request, with every number at one end of its band. */
export function runCreate(request: CreateRequest, end: End): CreateRun {
  const numbers = new Numbers(end);
  const store = deviceById(request.store ?? request.plane.store);
  if (!store) throw new Error(`no store ${request.store ?? request.plane.store}`);
  const { api, scheduled, claimed } = admit(request, numbers);
  const { fetched, sent } = fetchImages(request, numbers, claimed);
  const { cloned, booted } = cloneAndBoot(request, store, numbers, fetched);
  const ends = [api, scheduled, claimed, fetched, cloned, booted];
  let begin: readonly number[] = new Array<number>(request.count).fill(0);
  const stages = ends.map((marks) => {
    const seconds = meanBetween(begin, marks);
    begin = marks;
    return seconds;
  });
  return { stages, ready: Float64Array.from(lastOf(ends)).sort(), sent };
}
