import type { Host } from '../../hosts/host.ts';
import { plus, type Sourced, sourced, times } from '../../sourced.ts';
import { techniqueById } from '../../techniques/compositions.ts';
import type { EventId } from '../../techniques/events.ts';
import { overheadCycles } from '../../techniques/price.ts';
import type { Settings } from '../../techniques/settings.ts';
import { coalescing } from './constants.ts';

/** Interrupt work of a guest a second. */
export interface InterruptRates {
  /** Device interrupts that arrive while it runs. */
  irqs: number;
  /** IPIs between running processors. */
  ipis: number;
  timers: number;
  /** Task-priority changes. */
  tprWrites: number;
}

/** Switches of the processor, each with those before it. */
export interface InterruptSwitches {
  flexPriority: boolean;
  /** Register virtualization and virtual-interrupt delivery: end of interrupt and priority without exits. */
  apicv: boolean;
  /** Posted interrupts: delivery without an exit. */
  posted: boolean;
}

export interface InterruptBill {
  switches: InterruptSwitches;
  title: string;
  lines: { event: EventId; perSecond: number; each: Sourced; all: Sourced }[];
  /** Added to bare metal a second. */
  cyclesPerS: Sourced;
  /** Share of one processor. */
  cpuShare: number;
}

const software = techniqueById('hardware');
const virtual = { ...software, cpu: 'hardware-apicv' as const };

/** Which technique prices an event under these switches. */
function priceOf(event: EventId, switches: InterruptSwitches, host: Host): Sourced {
  const settings: Settings = { flexPriority: switches.flexPriority || switches.apicv };
  const delivers: readonly EventId[] = ['external-irq', 'ipi', 'timer-arm'];
  const own = delivers.includes(event) ? switches.posted : switches.apicv;
  return overheadCycles(event, own ? virtual : software, host, settings);
}

const titleOf = ({ flexPriority, apicv, posted }: InterruptSwitches): string =>
  [
    flexPriority || apicv ? 'FlexPriority' : 'no assistance',
    ...(apicv ? ['APICv'] : []),
    ...(posted ? ['posted interrupts'] : []),
  ].join(' + ');

/** What interrupts add to bare metal under a set of switches. Each interrupt, IPI and timer ends with one EOI. */
export function interruptBill(
  rates: InterruptRates,
  switches: InterruptSwitches,
  host: Host,
): InterruptBill {
  const counts: [EventId, number][] = [
    ['external-irq', rates.irqs],
    ['eoi', rates.irqs + rates.timers],
    ['ipi', rates.ipis],
    ['timer-arm', rates.timers],
    ['tpr-write', rates.tprWrites],
  ];
  const lines = counts.map(([event, perSecond]) => {
    const each = priceOf(event, switches, host);
    return { event, perSecond, each, all: { ...times(each, perSecond), unit: 'cycles/s' } };
  });
  const [first, ...others] = lines.map(({ all }) => all);
  const cyclesPerS = first
    ? plus(first, ...others)
    : sourced(0, 'cycles/s', 'derived', 'no interrupts');
  const hz = (host.coreGhz ?? host.clockGhz).value * 1e9;
  return {
    switches,
    title: titleOf(switches),
    lines,
    cyclesPerS,
    cpuShare: Math.max(0, cyclesPerS.value) / hz,
  };
}

/** The four steps processors went through. */
export const interruptSteps: readonly InterruptSwitches[] = [
  { flexPriority: false, apicv: false, posted: false },
  { flexPriority: true, apicv: false, posted: false },
  { flexPriority: true, apicv: true, posted: false },
  { flexPriority: true, apicv: true, posted: true },
];

/** Delivered interrupts per completion by requests in flight, over the threshold of four; recalled steps. */
const steps: readonly [inFlight: number, ratio: number][] = [
  [32, 1 / 8],
  [24, 1 / 4],
  [16, 1 / 2],
  [12, 2 / 3],
  [8, 3 / 4],
  [4, 4 / 5],
];

/** Share of completions that interrupt: one below either threshold, less the more is in flight. */
export function deliveryRatio(iops: number, inFlight: number): number {
  if (iops < coalescing.leastIops.value || inFlight < coalescing.leastInFlight.value) return 1;
  return steps.find(([least]) => inFlight >= least)?.[1] ?? 1;
}

export interface Coalesced {
  ratio: number;
  interruptsPerS: number;
  /** A completion waits for the next one that interrupts at most this long. */
  addedLatencyUs: number;
  /** IPIs a second when none follows another within the gap. */
  ipisPerS: number;
}

export function coalesced(
  iops: number,
  inFlight: number,
  ipisPerS: number,
  stated?: number,
): Coalesced {
  const ratio = stated ?? deliveryRatio(iops, inFlight);
  return {
    ratio,
    interruptsPerS: iops * ratio,
    addedLatencyUs: iops > 0 ? (1 / ratio - 1) * (1e6 / iops) : 0,
    ipisPerS: ratio < 1 ? Math.min(ipisPerS, 1e6 / coalescing.ipiGapUs.value) : ipisPerS,
  };
}

/** How many times fewer exits, and the seconds they took. */
export function tprSaving(before: number, after: number, exitCycles: number, ghz: number) {
  return { times: before / after, seconds: ((before - after) * exitCycles) / (ghz * 1e9) };
}
