import type { Host } from '../hosts/host.ts';
import type { EventId } from './events.ts';
import { EMULATED_ACCESSES } from './io/emulated.ts';
import { overheadCycles } from './price.ts';
import type { CpuModeId, Technique } from './technique.ts';

/** Modes whose monitor is another context: reaching it switches what the processor's structures are filled for. */
const apart: ReadonlySet<CpuModeId> = new Set([
  'trap-and-emulate',
  'paravirtual',
  'hardware-gen1',
  'hardware',
  'hardware-apicv',
  'nested',
]);

/** An event is a trip to the monitor where it costs at least this share of the smallest exit beyond bare metal. */
const LEAST_SHARE = 0.5;

/**
 * Trips to the monitor one event makes. Emulators and binary translators run in the guest's own context all the time and
 * make none; a request of an emulated device makes one for each register access and one for its interrupt.
 */
export function monitorTrips(event: EventId, technique: Technique, host: Host): number {
  if (!apart.has(technique.cpu)) return 0;
  const added = overheadCycles(event, technique, host).value;
  if (added < LEAST_SHARE * host.anchors.smallestExitCycles.value) return 0;
  return event === 'device-request' && technique.io === 'emulated' ? EMULATED_ACCESSES + 1 : 1;
}

/** Trips per thousand guest instructions for events per million. */
export function tripsPerThousand(
  rates: Readonly<Record<string, number>>,
  technique: Technique,
  host: Host,
): number {
  return Object.entries(rates).reduce(
    (sum, [event, rate]) =>
      sum + (rate > 0 ? (rate / 1000) * monitorTrips(event as EventId, technique, host) : 0),
    0,
  );
}
