import { describe, expect, it } from 'vitest';
import { type LockLoad, lockHolderCost } from './lock-holder.ts';
import {
  meanLatencyNs,
  memoryThroughput,
  numaMachine,
  numaMachines,
  placeMachine,
} from './numa.ts';
import { contentionOf, readyPercent } from './ready.ts';

describe('ready time', () => {
  it('is percent of one vCPU over a 20 s sample', () => {
    expect(readyPercent(2000, 2)).toBe(5);
    expect(contentionOf(4.9)).toBe('healthy');
    expect(contentionOf(10.1)).toBe('contention');
  });
});

describe('lock-holder preemption', () => {
  const load: LockLoad = {
    vcpus: 8,
    overcommit: 2,
    sliceUs: 6000,
    holdUs: 1.5,
    acquisitionsPerSecond: 50_000,
    lock: 'test-and-set',
    yieldUs: 3,
  };
  it('costs nothing without overcommit', () => {
    expect(lockHolderCost({ ...load, overcommit: 1 })).toMatchObject({ stallUs: 0, progress: 1 });
  });
  it('grows with overcommit, and is worst behind a ticket lock', () => {
    const at = (overcommit: number, lock: LockLoad['lock']) =>
      lockHolderCost({ ...load, overcommit, lock }).progress;
    expect(at(4, 'test-and-set')).toBeLessThan(at(2, 'test-and-set'));
    expect(at(2, 'ticket')).toBeLessThan(at(2, 'test-and-set'));
    expect(at(2, 'paravirtual')).toBeGreaterThan(at(2, 'test-and-set'));
  });
  it('is repaired by pause-loop exiting', () => {
    const plain = lockHolderCost({ ...load, lock: 'ticket' });
    const exiting = lockHolderCost({ ...load, lock: 'ticket', pleWindowUs: 1.2 });
    expect(exiting.progress).toBeGreaterThan(plain.progress);
    expect(exiting.burntShare).toBeLessThan(plain.burntShare);
  });
});

describe('NUMA', () => {
  it('remote memory is 1.56 to 1.83 times as far on two-socket machines', () => {
    const ratios = numaMachines
      .filter((machine) => machine.id !== 'cxl')
      .map((machine) => machine.remoteNs.value / machine.localNs.value);
    expect(Math.min(...ratios)).toBeCloseTo(1.555, 2);
    expect(Math.max(...ratios)).toBeCloseTo(1.833, 2);
    expect(meanLatencyNs(numaMachine('xeon-a'), 0.5)).toBeCloseTo(114.1, 6);
    expect(() => numaMachine('abacus')).toThrow('xeon-a');
  });
  it('spread memory loses bandwidth to the link', () => {
    const local = memoryThroughput(
      [8, 8],
      [
        [1, 0],
        [0, 1],
      ],
      69_000,
      34_000,
    );
    const spread = memoryThroughput(
      [8, 8],
      [
        [0.5, 0.5],
        [0.5, 0.5],
      ],
      69_000,
      34_000,
    );
    const crossed = memoryThroughput(
      [8, 8],
      [
        [0, 1],
        [1, 0],
      ],
      69_000,
      34_000,
    );
    expect([local, spread, crossed]).toEqual([138_000, 136_000, 68_000]);
    expect(memoryThroughput([0, 0], [], 1, 1)).toBe(0);
  });
  it('two sockets stream at most twice what one does, as Felter measured within 15 percent', () => {
    const one = 25.15;
    const both = memoryThroughput(
      [8, 8],
      [
        [1, 0],
        [0, 1],
      ],
      one,
      one / 2,
    );
    expect(Math.abs(both / 45.6 - 1)).toBeLessThan(0.15);
  });
  it('keeps a small machine on one node and shows nodes to a large one unless CPUs are hot-added', () => {
    const host = { nodes: 2, vcpusPerNode: 16, memoryPerNode: 128 };
    expect(placeMachine({ vcpus: 8, memory: 64 }, host)).toMatchObject({ nodes: 1, localShare: 1 });
    const large = { vcpus: 24, memory: 200 };
    expect(placeMachine(large, host)).toMatchObject({ nodes: 2, virtualNuma: true });
    expect(placeMachine({ ...large, cpuHotAdd: true }, host)).toMatchObject({
      virtualNuma: false,
      localShare: 0.5,
    });
    expect(placeMachine({ vcpus: 4, memory: 200 }, host).virtualNuma).toBe(false);
    expect(() => placeMachine({ vcpus: 64, memory: 1 }, host)).toThrow('2 nodes');
  });
});
