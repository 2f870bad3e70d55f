import { describe, expect, it } from 'vitest';
import { podAnswer, pullStart, quotaAnswer, warmFromCold } from './quota.ts';

const quota = { quotaMs: 50, periodMs: 100, threads: 10, cpus: 10, workMs: 100 };

describe('a CPU quota', () => {
  it('of 50 ms lets ten threads on ten CPUs run 5 ms and stand still for 95', () => {
    expect(quotaAnswer(quota)).toMatchObject({ runMs: 5, stallMs: 95 });
  });
  it('of 1500m on four CPUs with eight threads: 37.5 and 62.5 ms', () => {
    const answer = quotaAnswer({ ...quota, quotaMs: 150, threads: 8, cpus: 4 });
    expect(answer).toMatchObject({ runMs: 37.5, stallMs: 62.5, cpuShare: 1.5 });
  });
  it('of 20 ms stretches 120 ms of one thread to 520: five periods and 20 ms', () => {
    const one = { ...quota, quotaMs: 20, threads: 1, cpus: 8 };
    expect(quotaAnswer({ ...one, workMs: 120 }).workWallMs).toBe(520);
    expect(quotaAnswer({ ...one, workMs: 20 }).workWallMs).toBe(20);
    expect(quotaAnswer({ ...one, workMs: 0 }).workWallMs).toBe(0);
  });
  it('above what the threads can use changes nothing', () => {
    const answer = quotaAnswer({ ...quota, quotaMs: 2000, workMs: 5000 });
    expect(answer.stallMs).toBe(0);
    expect(answer.workWallMs).toBeCloseTo(answer.unlimitedMs);
  });
});

describe('pods on a node', () => {
  const pod = {
    requestMilli: 250,
    limitMilli: 250,
    memoryBytes: 0,
    nodeCpus: 8,
    nodeMemoryBytes: 2 ** 35,
    mostPods: 110,
  };
  it('of 250m get 256 shares and 25,000 µs; of 1m two shares', () => {
    expect(podAnswer(pod)).toMatchObject({ shares: 256, quotaUs: 25_000 });
    expect(podAnswer({ ...pod, requestMilli: 1 }).shares).toBe(2);
  });
  it('fit 32 times by CPU; of 50m 160 would, and the 110 bind', () => {
    expect(podAnswer(pod)).toMatchObject({ podsPerNode: 32, binds: 'CPU requests' });
    const small = podAnswer({ ...pod, requestMilli: 50 });
    expect(small).toMatchObject({ byCpu: 160, podsPerNode: 110, binds: 'pods per node' });
  });
  it('are bound by memory where that is less', () => {
    expect(podAnswer({ ...pod, memoryBytes: 2 ** 32 })).toMatchObject({
      podsPerNode: 8,
      binds: 'memory requests',
    });
  });
});

describe('a cold start', () => {
  it('of 10 s is 2.4 s warm', () => {
    expect(warmFromCold(10).warmS).toBeCloseTo(2.4);
  });
  it('pulls what is not cached at the slower of network and unpacking', () => {
    const question = {
      imageBytes: 8e8,
      cached: 0.5,
      linkBytesPerS: 1e8,
      unpackBytesPerS: 8e7,
      runtimeS: 0.1,
      applicationS: 1,
    };
    expect(pullStart(question)).toMatchObject({ pullS: 5, coldS: 6.1, limitedBy: 'unpacking' });
  });
});
