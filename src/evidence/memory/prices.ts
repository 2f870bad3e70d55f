// Prices of events on the machines of the publications, from the atoms of src/techniques.
import { present } from '../../elements.ts';
import { hostById } from '../../hosts/index.ts';
import { type EventId, price, techniqueById, techniques, total } from '../../techniques/index.ts';
import type { Settings } from '../../techniques/settings.ts';
import type { Technique } from '../../techniques/technique.ts';
import type { Predictor } from './target.ts';

function cycles(event: EventId, technique: Technique, host: string, settings?: Settings): number {
  return total(price(event, technique, hostById(host), settings)).value;
}

/** Microseconds on the PVM machine (2.5 GHz). */
const microseconds = (event: EventId, technique: Technique, settings?: Settings) =>
  cycles(event, technique, 'clx', settings) / 1000 / hostById('clx').clockGhz.value;

function smallestExitUs(): number {
  const { anchors, clockGhz } = hostById('clx');
  return anchors.smallestExitCycles.value / clockGhz.value / 1000;
}

/** PVM is a kernel module, not a bare-metal monitor. */
const pvm = (): Technique => ({ ...techniqueById('para'), placement: 'kernel-module' });

const monitors: Record<string, () => Technique> = {
  'kvm-ept': () => techniqueById('hardware'),
  'kvm-spt': () => techniqueById('hardware-gen1'),
  'kvm-ept-nested': () => techniqueById('nested'),
  pvm,
  // An inner PVM guest switches rings without the outer monitor.
  'pvm-nested': pvm,
  kvm_bm: () => techniqueById('hardware'),
  kvm_nst: () => techniqueById('nested'),
  pvm_bm: pvm,
  pvm_nst: pvm,
};

const roundTrips: Record<string, EventId> = {
  hypercall: 'hypercall',
  exception: 'intercepted-exception',
  msr: 'msr-write',
  cpuid: 'cpuid',
  pio: 'pio-user',
};

/**
 * KVM intercepts #UD of every guest (vmx_update_exception_bitmap), so that of an inner PVM guest first exits to the
 * outer monitor, which hands it to the inner one: one smallest exit. Other exits of PVM stay within the outer guest.
 */
const outerExits: Record<string, Record<string, number>> = { pvm_nst: { exception: 1 } };

/** World switches and exits to the outer monitor for one fault of an inner guest with n table levels. */
const innerFault: Record<string, object> = {
  spt_on_ept: { switches: '4n+8', l0_exits: '2n+4' },
  ept_on_ept: { switches: '2n+6', l0_exits: 'n+3' },
  pvm: { switches: '2n+4', l0_exits: '0' },
};

const nanobenchmarks: Record<string, EventId> = { pgfault: 'page-fault', ptemod: 'pte-write' };
const vmms: Record<string, string> = {
  native: 'native',
  bt: 'binary-translation',
  hw1: 'hardware-gen1',
};

export const predictPrice: Predictor = (id) => {
  const [, , source, kind, name, variant] = id.split('.');
  if (id.startsWith('mem.res.nanobench.')) {
    const event = nanobenchmarks[present(kind)];
    const cpu = vmms[present(name)];
    const technique = techniques.find((one) => one.cpu === cpu);
    return event && technique ? cycles(event, technique, 'p4') : undefined;
  }
  if (!id.startsWith('mem.res.pvm.') || source === undefined) return undefined;
  if (kind === 'rt') {
    const event = roundTrips[present(name)];
    const technique = monitors[present(variant)];
    if (!event || !technique) return undefined;
    const outer = outerExits[present(variant)]?.[present(name)] ?? 0;
    return microseconds(event, technique()) + outer * smallestExitUs();
  }
  if (kind === 'getpid') {
    const kpti = variant === 'kpti';
    if (name === 'pvm-direct' || name === 'pvm-nodirect') {
      return microseconds('syscall', pvm(), { kpti, directSwitch: name === 'pvm-direct' });
    }
    return microseconds('syscall', present(monitors[present(name)])(), { kpti });
  }
  if (kind === 'page_fault') return microseconds('page-fault', present(monitors[present(name)])());
  if (kind === 'l2fault') return innerFault[present(name)];
  return undefined;
};
