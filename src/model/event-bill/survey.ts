import type { Host } from '../../hosts/host.ts';
import type { Status } from '../../sourced.ts';
import { techniques } from '../../techniques/compositions.ts';
import { type EventId, events } from '../../techniques/events.ts';
import { price, total } from '../../techniques/price.ts';
import type { CostPart } from '../../techniques/technique.ts';
import { billOf } from './bill.ts';
import { type KnobEffect, rankKnobs } from './knobs.ts';

/** What one event costs under one technique. */
export interface EventCell {
  event: string;
  technique: string;
  cycles: number;
  status: Status;
}

/** What a cost part takes of a technique's bill. */
export interface BillPart {
  technique: string;
  part: CostPart;
  cycles: number;
}

/** Events by technique on one host, and the bill and the knobs of one workload's events. */
export interface EventSurvey {
  host: string;
  cells: EventCell[];
  parts: BillPart[];
  knobs: KnobEffect[];
}

export function eventSurvey(
  rates: Readonly<Partial<Record<EventId, number>>>,
  host: Host,
): EventSurvey {
  return {
    host: host.title,
    cells: events.flatMap((event) =>
      techniques.map((technique) => {
        const { value, status } = total(price(event.id, technique, host));
        return { event: event.title, technique: technique.title, cycles: value, status };
      }),
    ),
    parts: techniques.flatMap((technique) =>
      Object.entries(billOf(rates, technique, host).parts).map(([part, cycles]) => ({
        technique: technique.title,
        part: part as CostPart,
        cycles,
      })),
    ),
    knobs: rankKnobs(rates, host),
  };
}
