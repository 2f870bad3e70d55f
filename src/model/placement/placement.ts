import type { Host } from '../../hosts/host.ts';
import { type Sourced, sourced } from '../../sourced.ts';
import type { EventId } from '../../techniques/events.ts';
import { price, total } from '../../techniques/price.ts';
import type { PlacementId, Technique } from '../../techniques/technique.ts';
import { placements, workstation } from './constants.ts';

/** Time of one operation whose accesses stay inside the monitor or leave for the host, as Workstation was measured. */
export function hostedOperationUs(inside: number, leaving: number): Sourced {
  const { insidePicUs, insideLanceUs, hostCallUs } = workstation;
  const mean = (insidePicUs.value + insideLanceUs.value) / 2;
  return {
    ...sourced(inside * mean + leaving * hostCallUs.value, 'us', 'derived', hostCallUs.source),
    low: inside * insidePicUs.value + leaving * hostCallUs.value,
    high: inside * insideLanceUs.value + leaving * hostCallUs.value,
  };
}

/** How many times dearer an access is that leaves for the host. */
export const leavingFactor = (): [low: number, high: number] => [
  workstation.hostCallUs.value / workstation.insideLanceUs.value,
  workstation.hostCallUs.value / workstation.insidePicUs.value,
];

export interface PlacementRow {
  technique: string;
  placement: Exclude<PlacementId, 'none'>;
  event: EventId;
  path: string;
  cycles: Sourced;
  us: number;
}

const events: readonly EventId[] = ['pio-user', 'mmio-user', 'device-request'];

/** The device path of every technique under every placement of its monitor. */
export function placementRows(techniques: readonly Technique[], host: Host): PlacementRow[] {
  const mhz = (host.coreGhz ?? host.clockGhz).value * 1000;
  return techniques
    .filter(({ placement }) => placement !== 'none')
    .flatMap((technique) =>
      placements.flatMap(({ id }) =>
        events.map((event) => {
          const cost = price(event, { ...technique, placement: id }, host);
          const cycles = total(cost);
          return {
            technique: technique.id,
            placement: id,
            event,
            path: cost.path,
            cycles,
            us: cycles.value / mhz,
          };
        }),
      ),
    );
}

/** Techniques with their monitor put elsewhere; those without one stay as they are. */
export const placedAt = (techniques: readonly Technique[], placement?: PlacementId): Technique[] =>
  techniques.map((technique) =>
    placement === undefined || technique.placement === 'none'
      ? technique
      : { ...technique, placement },
  );
