import type { Host } from '../../hosts/host.ts';
import { cowBreakCost } from '../../model/dedup/ksm/cost.ts';
import type { Vm } from '../../scenario/vm.ts';
import { type Sourced, sourced, times } from '../../sourced.ts';
import { price, total } from '../../techniques/price.ts';
import { isContained, type Technique } from '../../techniques/technique.ts';
import { type Span, termOf } from '../cells.ts';
import type { Term } from '../study.ts';

/** Who finds equal memory of a technique's guests. */
export type SharingMechanism = 'none' | 'page-cache' | 'scanner';

export interface Sharer {
  mechanism: SharingMechanism;
  /** Why nothing is shared; empty where something is. */
  reason: string;
}

export function sharerOf(technique: Technique, enabled: boolean): Sharer {
  const none = (reason: string): Sharer => ({ mechanism: 'none', reason });
  if (technique.cpu === 'native') return none('one system has the machine for itself');
  if (isContained(technique)) {
    return { mechanism: 'page-cache', reason: '' };
  }
  if (technique.io === 'pass-through' || technique.io === 'sr-iov') {
    return none('its memory is pinned for the device');
  }
  if (technique.mmu === 'direct') {
    return none('no scanner in use under Xen (recalled, unverified)');
  }
  return enabled ? { mechanism: 'scanner', reason: '' } : none('switched off');
}

const us = (value: number, low: number, high: number, source: string): Sourced => ({
  ...sourced(value, 'us', 'derived', source),
  low,
  high,
});
const dirtyLog = 'kvm list, dirty_log_perf_test (write-protection faults)';

/** What a write to a merged page costs: the host's copy, and the fault by which the technique's MMU learns of it. */
export function breakTerms(technique: Technique, host: Host): Term[] {
  const copy = { ...times(cowBreakCost, 1e-3), unit: 'us' };
  const terms = [termOf('break_us', 'fault and copy in the host', copy)];
  const add = (term: string, cost: Sourced) => terms.push(termOf('break_us', term, cost));
  if (technique.mmu === 'shadow') {
    add('shadow entry write-protected: fault into the monitor', us(1.1, 0.63, 1.3, dirtyLog));
  } else if (technique.cpu === 'nested') {
    const cycles = total(price('hidden-fault', technique, host));
    const cost = { ...times(cycles, 1 / (host.clockGhz.value * 1000)), unit: 'us' };
    add('fault of the inner guest, through both monitors', cost);
  } else if (technique.mmu === 'nested') {
    add('EPT write protection: one exit', us(1, 0.9, 1.1, dirtyLog));
  }
  return terms;
}

/** Share of vCPU time the guest spends in faults on merged pages. */
export function breakShareTerms(
  technique: Technique,
  host: Host,
  vm: Vm,
  breaksPerS: number,
): Term[] {
  const factor = breaksPerS / 1e6 / vm.vcpus;
  return breakTerms(technique, host).map((term) => ({
    ...term,
    figure: 'break_ratio',
    value: term.value * factor,
    low: term.low * factor,
    high: term.high * factor,
    unit: 'share of vCPU time',
  }));
}

/** CPU of the scanner for one VM. */
export function scanTerm(cpus: Span): Term {
  return {
    figure: 'scan_cpus',
    term: 'ksmd, settled: checksums, compares, visits of merged pages',
    ...cpus,
    unit: 'CPUs',
    status: 'measured',
    unverified: false,
    source:
      'simulated scans priced by ksmd schedstat of recorded scans (src/model/dedup/ksm/cost.ts)',
  };
}
