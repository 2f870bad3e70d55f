import type { Host } from '../../hosts/host.ts';
import type { EventId } from '../../techniques/events.ts';
import { price } from '../../techniques/price.ts';
import type { EventCost, Technique } from '../../techniques/technique.ts';

/** The price of an event, or null where the technique has no such path. */
export function priceOrNull(event: string, technique: Technique, host: Host): EventCost | null {
  const cost = price(event as EventId, technique, host);
  return cost.terms.length > 0 ? cost : null;
}
