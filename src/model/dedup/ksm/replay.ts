import type { KsmCounters, KsmMachine } from '../../../kernels/ksm/machine.ts';
import type { AdvisorSettings } from './advisor.ts';
import { ksmdCpu } from './cost.ts';
import type { KsmFeatures } from './kernel-version.ts';
import type { Operation } from './operations.ts';
import { SteppedAdvisor } from './stepped-advisor.ts';

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
  /** Merges refused so far because a page waited in an LRU add batch. */
  refused: number;
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
  const recorder = new Recorder(machine, has);
  for (const operation of operations) recorder.play(operation);
  return recorder.samples;
}

/** The recorder (ksmlab): it wakes ksmd, once a step, by a change of sleep_millisecs. */
class Recorder {
  readonly samples: KsmSample[] = [];
  private readonly machine: KsmMachine;
  private readonly has: KsmFeatures;
  private before: KsmCounters;
  private step = 0;
  /** `run` is 1. */
  private running = true;
  /** `Z` leaves sleep_millisecs at what the next step sets it to: that step does not wake ksmd. */
  private asleep = false;
  private advisorSettings: Partial<AdvisorSettings> = {};
  private advisor: SteppedAdvisor | null = null;

  constructor(machine: KsmMachine, has: KsmFeatures) {
    this.machine = machine;
    this.has = has;
    this.before = machine.counters();
  }

  play(operation: Operation): void {
    const { machine } = this;
    switch (operation.kind) {
      case 'scan':
      case 'batch':
        for (let i = 0; i < operation.steps; i++) this.stepOnce(operation);
        break;
      case 'write': {
        const { mode, share24, salt, mask } = operation;
        this.sample(`W:${mode}`, 0, machine.write(mode, share24, salt, mask));
        break;
      }
      case 'exit':
        machine.exit(operation.vm);
        this.sample(`X:${operation.vm}`);
        break;
      case 'fork':
        machine.fork(operation.vm);
        this.sample(`F:${operation.vm}`);
        break;
      case 'change': {
        const { letter, change, vm, first, pages } = operation;
        machine.change(change, vm, first, pages);
        const ending = letter === 'P' ? `:${change === 'writable' ? 1 : 0}` : '';
        this.sample(`${letter}:${vm}:${first}:${pages}${ending}`);
        break;
      }
      case 'unmerge-all':
        machine.unmergeAll();
        this.sample('Z');
        this.sample('Z:run=1');
        this.asleep = true;
        break;
      case 'free-running':
        throw new RangeError('what ksmd does by the clock has no exact counters');
      default:
        this.set(operation);
    }
  }

  private set(operation: Extract<Operation, { kind: 'run' | 'knob' | 'advisor' }>): void {
    if (operation.kind === 'run') {
      if (operation.value === 2) this.machine.unmergeAll();
      this.running = operation.value === 1;
      this.sample(`K:run=${operation.value}`);
    } else if (operation.kind === 'advisor') {
      // Turned on again it starts afresh; turned on while on, nothing happens.
      if (!operation.on) this.advisor = null;
      else this.advisor ??= new SteppedAdvisor(this.advisorSettings);
      this.sample('K:advisor_mode');
    } else {
      this.machine.setKnobs(operation.knobs);
      Object.assign(this.advisorSettings, operation.advisor);
      this.sample(`K:${operation.name}`);
    }
  }

  private stepOnce(operation: Extract<Operation, { kind: 'scan' | 'batch' }>): void {
    this.step++;
    const rewritten = this.machine.rewriteVolatile(this.step);
    if (this.running && !this.asleep) this.wake(operation);
    this.asleep = false;
    this.sample(operation.kind === 'scan' ? 'S' : 'B', rewritten);
  }

  private wake(operation: Extract<Operation, { kind: 'scan' | 'batch' }>): void {
    const { machine, advisor } = this;
    if (advisor) {
      const before = machine.counters();
      machine.wake(advisor.pagesToScan);
      const now = machine.counters();
      advisor.afterStep(now.fullScans > before.fullScans, ksmdCpu(before, now).ns / 1e6);
    } else if (operation.kind === 'batch') machine.wake(operation.pages);
    // More than there is: the wake-up ends with the full scan.
    else machine.wake(machine.vmCount * machine.population.pages * 2 + 1000);
  }

  private sample(op: string, volWrites = 0, writes = 0): void {
    const { machine, has } = this;
    const now = machine.counters();
    const ksmdNs = Math.round(ksmdCpu(this.before, now).ns);
    this.before = now;
    this.samples.push({
      op,
      step: this.step,
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
      refused: now.refused,
      vm: Array.from({ length: machine.vmCount }, (_, vm) => {
        const { items, zeroPages, merging, exited } = machine.vmCounters(vm);
        return exited ? [NO_COUNTER, NO_COUNTER, NO_COUNTER] : [items, zeroPages, merging];
      }),
    });
  }
}
