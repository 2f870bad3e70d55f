import type { KsmMachine } from '../../../kernels/ksm/machine.ts';
import { ksmdCpu } from './cost.ts';
import type { KsmFeatures } from './kernel-version.ts';
import type { Operation } from './operations.ts';

/** Counters after one step, under their kernel names and in the form of the recorder (ksmlab). */
export interface KsmSample {
  op: string;
  step: number;
  full_scans: number;
  pages_shared: number;
  pages_sharing: number;
  pages_unshared: number;
  pages_volatile: number;
  pages_scanned: number;
  pages_skipped: number;
  ksm_zero_pages: number;
  stable_node_chains: number;
  stable_node_dups: number;
  general_profit: number;
  /** Volatile pages rewritten before the step. */
  vol_writes: number;
  /** Pages a write operation touched; 0 for other steps. */
  writes: number;
  /** CPU time of ksmd in the step, estimated from what it did. */
  ksmd_ns_estimate: number;
  /** Per VM: rmap_items, zero pages, merging pages; -1 once the VM is gone. */
  vm: [number, number, number][];
}

/** What the recorder notes for a counter the kernel does not have. */
const NO_COUNTER = -1;

/** Plays operations on a machine and samples the counters after each step, as the recorder does. */
export function replay(
  machine: KsmMachine,
  operations: readonly Operation[],
  has: KsmFeatures,
): KsmSample[] {
  const { pages } = machine.population;
  /** More than the population: the wake-up ends with the full scan. */
  const wholeScan = () => machine.vmCount * pages * 2 + 1000;
  const samples: KsmSample[] = [];
  let step = 0;
  let before = machine.counters();
  /** The step after `Z` finds ksmd asleep: the recorder wakes it by a change of sleep_millisecs, and `Z` left none. */
  let asleep = false;
  let running = true;

  function sample(op: string, volWrites: number, writes = 0): void {
    const now = machine.counters();
    const ksmdNs = Math.round(ksmdCpu(before, now).ns);
    before = now;
    samples.push({
      op,
      step,
      full_scans: now.fullScans,
      pages_shared: now.shared,
      pages_sharing: now.sharing,
      pages_unshared: now.unshared,
      pages_volatile: now.volatile,
      // The recorder subtracts the value at its start, so that a counter the kernel lacks reads 0.
      pages_scanned: has.countsVisits ? now.scanned : 0,
      pages_skipped: has.countsVisits ? now.skipped : 0,
      ksm_zero_pages: has.countsZeroPages ? now.zeroPages : NO_COUNTER,
      stable_node_chains: now.chains,
      stable_node_dups: now.dups,
      general_profit: has.countsProfit ? now.profitBytes : NO_COUNTER,
      vol_writes: volWrites,
      writes,
      ksmd_ns_estimate: ksmdNs,
      vm: Array.from({ length: machine.vmCount }, (_, vm) => {
        const { items, zeroPages, merging, exited } = machine.vmCounters(vm);
        return exited ? [NO_COUNTER, NO_COUNTER, NO_COUNTER] : [items, zeroPages, merging];
      }),
    });
  }

  for (const operation of operations) {
    switch (operation.kind) {
      case 'scan':
      case 'batch':
        for (let i = 0; i < operation.steps; i++) {
          step++;
          const rewritten = machine.rewriteVolatile(step);
          if (running && !asleep)
            machine.wake(operation.kind === 'scan' ? wholeScan() : operation.pages);
          asleep = false;
          sample(operation.kind === 'scan' ? 'S' : 'B', rewritten);
        }
        break;
      case 'write': {
        const { mode, share24, salt, mask } = operation;
        sample(`W:${mode}`, 0, machine.write(mode, share24, salt, mask));
        break;
      }
      case 'exit':
        machine.exit(operation.vm);
        sample(`X:${operation.vm}`, 0);
        break;
      case 'fork':
        machine.fork(operation.vm);
        sample(`F:${operation.vm}`, 0);
        break;
      case 'change': {
        const { letter, change, vm, first, pages } = operation;
        machine.change(change, vm, first, pages);
        const ending = letter === 'P' ? `:${change === 'writable' ? 1 : 0}` : '';
        sample(`${letter}:${vm}:${first}:${pages}${ending}`, 0);
        break;
      }
      case 'unmerge-all':
        machine.unmergeAll();
        sample('Z', 0);
        sample('Z:run=1', 0);
        asleep = true;
        break;
      case 'run':
        if (operation.value === 2) machine.unmergeAll();
        running = operation.value === 1;
        sample(`K:run=${operation.value}`, 0);
        break;
      case 'knob':
        machine.setKnobs(operation.knobs);
        sample(`K:${operation.name}`, 0);
        break;
      case 'advisor':
      case 'free-running':
        throw new RangeError('what ksmd does by the clock has no exact counters');
    }
  }
  return samples;
}
