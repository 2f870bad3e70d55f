import type { Host } from '../../hosts/host.ts';
import { eventBill } from '../../model/overhead/bill.ts';
import { eventRates } from '../../model/overhead/case.ts';
import { priceOrNull } from '../../model/overhead/price-or-null.ts';
import type { Vm } from '../../scenario/vm.ts';
import { plus, type Sourced, sourced, times } from '../../sourced.ts';
import { price, total } from '../../techniques/price.ts';
import type { Technique } from '../../techniques/technique.ts';
import { termOf } from '../cells.ts';
import type { Term } from '../study.ts';
import { asShare, lazySplitUs, type Mechanism, rearmNs, splitUs, writeCost } from './logging.ts';
import type { MigrationKnobs } from './schema.ts';

/** What logging has to do in a second of a migration. */
export interface LoggingLoad {
  firstWritesPerS: number;
  refaultsPerS: number;
  splitsPerS: number;
  throttledShare: number;
}

/** All a term of the slowdown depends on beside the load. */
export interface LoggingCase {
  vm: Vm;
  host: Host;
  technique: Technique;
  mechanism: Mechanism;
  knobs: MigrationKnobs;
}

/** Cycles as a share of the time of the VM's vCPUs, for something that happens so often a second. */
const cyclesShare = (cycles: Sourced, perSecond: number, { vm, host }: LoggingCase): Sourced => ({
  ...times(cycles, perSecond / (host.clockGhz.value * 1e9 * vm.vcpus)),
  unit: 'share of vCPU time',
});

/**
 * What page-table events cost more while shadow paging is turned on, as a share of the vCPUs' time: the same events
 * under shadow and under registered tables, for a guest that is busy `load` of its time.
 */
function shadowMode(one: LoggingCase): Sourced {
  const { vm, host, technique } = one;
  const workload = { ...vm.workload, name: vm.name };
  const shadowed: Technique = { ...technique, mmu: 'shadow' };
  const cycles = (how: Technique): Sourced => {
    const bill = eventBill(eventRates(workload, how), how, host, priceOrNull);
    const lines = bill.lines.filter(({ part }) => part === 'page-tables');
    const source = 'page-table events of the workload, priced under shadow less registered tables';
    const zero = sourced(0, 'cycles', 'derived', source);
    return lines.reduce(
      (sum, { cycles: value, low, high, status }) => ({
        ...plus(sum, { value, low, high, unit: 'cycles', status, source }),
        source,
      }),
      zero,
    );
  };
  const [on, off] = [cycles(shadowed), cycles(technique)];
  const more = {
    ...on,
    value: on.value - off.value,
    low: on.low - off.high,
    high: on.high - off.low,
  };
  // Cycles per thousand instructions over what those take on bare metal, for the time the guest is busy.
  const factor = vm.load / (1000 * vm.workload.cyclesPerInstruction);
  const ends = { low: Math.max(0, more.low), high: Math.max(0, more.high) };
  return {
    ...times({ ...more, ...ends, value: Math.max(0, more.value) }, factor),
    unit: 'share of vCPU time',
    status: 'estimated',
  };
}

/** Terms of `slowdown_ratio`; a mechanism that has none of a cause has no term of it. */
export function slowdownTerms(one: LoggingCase, load: LoggingLoad): Term[] {
  const { mechanism, vm, knobs } = one;
  const terms: Term[] = [];
  const add = (term: string, number: Sourced) => terms.push(termOf('slowdown_ratio', term, number));
  const cost = writeCost(mechanism, load.firstWritesPerS);
  if (cost) {
    const text = `first writes, ${Number(cost.value.toPrecision(3))} us each (${mechanism})`;
    add(text, asShare(cost, load.firstWritesPerS, vm.vcpus));
  }
  if (knobs.split === 'on-fault' && load.splitsPerS > 0) {
    const lazy = asShare(lazySplitUs, load.firstWritesPerS, vm.vcpus);
    add('large pages mapped again piece by piece for readers', lazy);
  }
  if (mechanism === 'shadow-turned-on') {
    const shadowed: Technique = { ...one.technique, mmu: 'shadow' };
    const fault = total(price('hidden-fault', shadowed, one.host));
    add(
      'shadow tables thrown away each round, faulted in again',
      cyclesShare(fault, load.refaultsPerS, one),
    );
    add('page-table events under shadow paging', shadowMode(one));
  }
  if (load.throttledShare > 0) {
    const throttle = sourced(
      load.throttledShare,
      'share of vCPU time',
      'derived',
      'sleeps of auto-converge in the replayed migration; all vCPUs are hit',
      0.1,
    );
    add('throttling (auto-converge)', throttle);
  }
  return terms;
}

/** Host CPU time beside the guest, per migration. */
export function hostTerms(
  { mechanism, knobs }: LoggingCase,
  load: LoggingLoad,
  seconds: number,
): Term[] {
  const terms: Term[] = [];
  const add = (term: string, cost: Sourced, count: number, perSecond: number) => {
    if (count > 0)
      terms.push(termOf('host_cpu_s', term, { ...times(cost, count / perSecond), unit: 's' }));
  };
  if (mechanism === 'none' || mechanism === 'checkpoint') return terms;
  if (mechanism !== 'software') {
    add('log armed again', rearmNs, load.firstWritesPerS * seconds, 1e9);
  }
  if (knobs.split === 'eager')
    add('2 MiB mappings split ahead', splitUs, load.splitsPerS * seconds, 1e6);
  return terms;
}
