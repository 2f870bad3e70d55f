import type { Host } from '../../hosts/host.ts';
import { bareMetal, techniqueById } from '../../techniques/compositions.ts';
import type { EventId } from '../../techniques/events.ts';
import type { Settings } from '../../techniques/settings.ts';
import type { Technique } from '../../techniques/technique.ts';
import { billOf } from './bill.ts';

export interface KnobEffect {
  knob: string;
  /** Added cycles with the knob turned less those of plain `hardware`; negative is a gain. */
  cycles: number;
  low: number;
  high: number;
}

const hardware = techniqueById('hardware');
const onBareMetal = techniqueById('hardware-sriov');

/** Single changes against hardware-assisted virtualization with EPT and virtio. */
const knobs: readonly { knob: string; technique: Technique; settings?: Settings }[] = [
  { knob: 'APICv or AVIC', technique: { ...hardware, cpu: 'hardware-apicv' } },
  { knob: 'SR-IOV and APICv', technique: onBareMetal },
  { knob: 'emulated devices', technique: { ...hardware, io: 'emulated' } },
  { knob: 'shadow paging', technique: { ...hardware, mmu: 'shadow' } },
  {
    knob: 'shadow paging with KPTI',
    technique: { ...hardware, mmu: 'shadow' },
    settings: { kpti: true },
  },
  { knob: 'KPTI', technique: hardware, settings: { kpti: true } },
  { knob: 'BHI_DIS_S at each exit', technique: hardware, settings: { mitigation: 'bhi-dis-s' } },
  { knob: 'nesting', technique: techniqueById('nested') },
  { knob: 'user-space interrupt controller', technique: hardware, settings: { irqchip: 'user' } },
  { knob: 'no TPR shadow', technique: hardware, settings: { flexPriority: false } },
  { knob: 'RDTSC exiting', technique: hardware, settings: { rdtscExiting: true } },
  { knob: 'ring notifications per 8 requests', technique: hardware, settings: { ringBatch: 8 } },
  { knob: 'no pause-loop exiting', technique: hardware, settings: { ple: false } },
  { knob: 'no virtualization', technique: bareMetal },
];

/** What each knob changes for these events on this host, largest effect first. */
export function rankKnobs(
  rates: Readonly<Partial<Record<EventId, number>>>,
  host: Host,
): KnobEffect[] {
  const bill = (technique: Technique, settings: Settings = {}) =>
    billOf(rates, technique, host, settings).total ?? { value: 0, low: 0, high: 0 };
  const base = bill(hardware);
  return knobs
    .map(({ knob, technique, settings }) => {
      const turned = bill(technique, settings);
      return {
        knob,
        cycles: turned.value - base.value,
        low: turned.low - base.high,
        high: turned.high - base.low,
      };
    })
    .sort((a, b) => Math.abs(b.cycles) - Math.abs(a.cycles));
}
