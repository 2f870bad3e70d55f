import { nth } from '../elements.ts';
import type { Host } from '../hosts/host.ts';
import { hostById } from '../hosts/index.ts';
import { type EventSurvey, eventSurvey } from '../model/event-bill/survey.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { mixById } from '../workloads/mixes/index.ts';

/** What events cost on the first host, for the first workload's events; `virtcost price` asks for others. */
export function surveyOf({ vms, hosts }: Scenario, profiles: readonly Host[] = []): EventSurvey {
  const { events } = nth(vms, 0).workload;
  const rates = typeof events === 'string' ? mixById(events).perMillionInstructions : events;
  return eventSurvey(rates, hostById(nth(hosts, 0), profiles));
}
