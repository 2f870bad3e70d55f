import { UserError } from '../errors.ts';
import { hostById } from '../hosts/index.ts';
import { type PricedTechnique, pricedTechnique } from '../model/event-bill/priced.ts';
import { eventRates } from '../model/overhead/case.ts';
import { unknownName } from '../names.ts';
import { techniqueById, techniques } from '../techniques/compositions.ts';
import { type EventId, eventIds } from '../techniques/events.ts';
import { mixById, mixIds } from '../workloads/mixes/index.ts';

export interface PriceQuestion {
  /** Counts of a guest's events, or the id of an event mix of a million instructions. */
  events: Partial<Record<EventId, number>> | string;
  /** Seconds the counts cover. */
  seconds?: number;
  /** Id of a host profile; default `srv`. */
  host?: string;
  /** Ids of techniques; default all. */
  techniques?: readonly string[];
}

const INSTRUCTIONS = 1e6;

/**
 * What each technique adds to bare metal for these events: cycles by event, each with interval, status and source. The
 * numbers of `virtcost price`.
 * @throws UserError for unknown events, mixes, hosts and techniques and for counts below 0.
 */
export function price(question: PriceQuestion): PricedTechnique[] {
  const { events, seconds } = question;
  const host = hostById(question.host ?? 'srv');
  const chosen = question.techniques?.map(techniqueById) ?? techniques;
  if (typeof events === 'string') {
    if (!mixIds.includes(events)) {
      throw new UserError(unknownName('an event mix', events, mixIds));
    }
    const mix = { events: mixById(events).id, floatShare: 0 };
    return chosen.map((technique) =>
      pricedTechnique(eventRates(mix, technique), technique, host, { nativeCycles: INSTRUCTIONS }),
    );
  }
  for (const [id, count] of Object.entries(events)) {
    if (!eventIds.includes(id as EventId)) {
      throw new UserError(`expected events among ${eventIds.join(', ')}, found "${id}".`);
    }
    if (!(count >= 0))
      throw new UserError(`expected a count of ${id} of at least 0, found ${count}.`);
  }
  return chosen.map((technique) => pricedTechnique(events, technique, host, { seconds }));
}
