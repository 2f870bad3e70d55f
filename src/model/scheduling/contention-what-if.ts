import type { Host } from '../../hosts/host.ts';
import { unverified } from '../../sourced.ts';
import { type Lock, type LockCost, lockHolderCost } from './lock-holder.ts';
import {
  meanLatencyNs,
  memoryThroughput,
  type NumaHost,
  type NumaPlacement,
  numaMachine,
  placeMachine,
} from './numa.ts';

export interface NumaRow {
  machine: string;
  vcpus: number;
  placement: NumaPlacement;
  meanLatencyNs: number;
  /** Mean latency relative to all-local memory. */
  xLocal: number;
  /** The same if the guest did not see its nodes, and if it were all remote. */
  xLocalUnaware: number;
  xRemote: number;
  /** MB/s; null where the machine's bandwidths were not read. */
  bandwidthMBps: number | null;
}

/** Where each machine lands and what its memory costs there. */
export function answerNuma(
  id: string,
  host: NumaHost,
  machines: readonly { name: string; vcpus: number; memory: number; cpuHotAdd?: boolean }[],
): NumaRow[] {
  const numbers = numaMachine(id);
  const local = numbers.localNs.value;
  return machines.map((machine) => {
    const placement = placeMachine(machine, host);
    const { nodes, vcpusPerNode, localShare } = placement;
    const away = nodes > 1 ? (1 - localShare) / (nodes - 1) : 0;
    const access = vcpusPerNode.map((_, i) =>
      vcpusPerNode.map((__, j) => (i === j ? localShare : away)),
    );
    const { localMBps, remoteMBps } = numbers;
    const mean = meanLatencyNs(numbers, localShare);
    return {
      machine: machine.name,
      vcpus: machine.vcpus,
      placement,
      meanLatencyNs: mean,
      xLocal: mean / local,
      xLocalUnaware: meanLatencyNs(numbers, 1 / nodes) / local,
      xRemote: numbers.remoteNs.value / local,
      bandwidthMBps:
        localMBps && remoteMBps
          ? memoryThroughput(vcpusPerNode, access, localMBps.value, remoteMBps.value)
          : null,
    };
  });
}

/** Spin window after which a pause loop exits; the defaults of KVM, recalled. */
export const pleWindowCycles = unverified(4096, 'cycles', 'KVM default ple_window, recalled');

export interface LockRow extends LockCost {
  lock: Lock;
  ple: boolean;
}

/** Every kind of lock with and without pause-loop exiting, for one load. */
export function answerLocks(
  load: {
    vcpus: number;
    overcommit: number;
    sliceUs: number;
    holdUs: number;
    acquisitionsPerSecond: number;
  },
  host: Host,
): LockRow[] {
  const perUs = (host.coreGhz ?? host.clockGhz).value * 1000;
  const { smallestExitCycles: exit, ipiWakeCycles: wake } = host.anchors;
  const kinds: readonly [Lock, boolean][] = [
    ['test-and-set', false],
    ['test-and-set', true],
    ['ticket', false],
    ['ticket', true],
    ['paravirtual', false],
  ];
  return kinds.map(([lock, ple]) => ({
    lock,
    ple,
    ...lockHolderCost({
      ...load,
      lock,
      yieldUs: (lock === 'paravirtual' ? exit.value + wake.value : exit.value) / perUs,
      ...(ple ? { pleWindowUs: pleWindowCycles.value / perUs } : {}),
    }),
  }));
}
