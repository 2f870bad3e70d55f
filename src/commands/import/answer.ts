import { nth } from '../../elements.ts';
import { UserError } from '../../errors.ts';
import {
  type Attribution,
  attribute,
  type Rates,
  ratesPerMillion,
} from '../../formats/guest-stats/attribute.ts';
import type { GuestStats } from '../../formats/guest-stats/guest-stats.ts';
import type { Message } from '../../message.ts';
import { importWords } from '../../messages/import.ts';
import type { EventId } from '../../techniques/events.ts';

/** Assumed where nobody measured it: guest instructions per second and vCPU. */
export const ASSUMED_PER_VCPU = 1e9;
/** What a scenario takes. */
const MAX_PER_MILLION = 1e6;

export interface ImportQuestion {
  guest?: string | undefined;
  seconds?: number | undefined;
  instructionsPerSecond?: number | undefined;
}

export interface ImportAnswer {
  stats: GuestStats;
  attribution: Attribution;
  /** Absent where the time or the events are unknown; `why` says so. */
  rates?: Rates;
  instructionsPerSecond: number;
  /** True where `instructionsPerSecond` is the default, not a measurement. */
  instructionsAssumed: boolean;
  /** `events:` of a scenario, events per million guest instructions; zero counts left out. */
  scenarioEvents?: Partial<Record<EventId, number>>;
  why?: Message;
}

/** One guest of a file with several; the name has to be exact. */
export function selectGuest(stats: GuestStats, name: string): GuestStats {
  const candidates = stats.guests ?? [stats];
  const found = candidates.filter((guest) => guest.title === name);
  if (found.length === 1) return nth(found, 0);
  const titles = candidates.slice(0, 10).map(({ title }) => JSON.stringify(title));
  throw new UserError(
    `expected one of the guests ${titles.join(', ')}${candidates.length > 10 ? ', ...' : ''}, found ${JSON.stringify(name)}.`,
  );
}

/** What a file says, as events of the model and as the `events:` of a scenario. Pure. */
export function answerImport(read: GuestStats, question: ImportQuestion): ImportAnswer {
  const stats = question.guest === undefined ? read : selectGuest(read, question.guest);
  const assumed = question.instructionsPerSecond === undefined;
  const instructionsPerSecond =
    question.instructionsPerSecond ?? ASSUMED_PER_VCPU * Math.max(1, stats.vcpus ?? 1);
  const answer: ImportAnswer = {
    stats,
    attribution: attribute(stats),
    instructionsPerSecond,
    instructionsAssumed: assumed,
  };
  const counted = Object.values(stats.events).some((count) => count > 0);
  if (!counted) return { ...answer, why: importWords.noEvents() };
  if ((question.seconds ?? stats.seconds) === undefined) {
    return { ...answer, why: importWords.noTime() };
  }
  const rates = ratesPerMillion(stats, { instructionsPerSecond, seconds: question.seconds });
  const entries = Object.entries(rates.perMillionInstructions).filter(([, rate]) => rate > 0);
  if (entries.some(([, rate]) => rate > MAX_PER_MILLION)) {
    return {
      ...answer,
      rates,
      why: importWords.tooMany(),
    };
  }
  return { ...answer, rates, scenarioEvents: Object.fromEntries(entries) };
}

const figure = (value: number) => Number(value.toPrecision(4)).toString();

/** The `events:` block of a workload, ready to paste; `file` and names are quoted, so they cannot break the YAML. */
export function eventsBlock(answer: ImportAnswer, file: string): string {
  if (!answer.scenarioEvents || !answer.rates) return '';
  const { stats, attribution } = answer;
  const share = attribution.unattributedShare;
  const lines = [
    `# ${stats.format} ${JSON.stringify(file)}, ${figure(answer.rates.seconds)} s${stats.vcpus ? `, ${stats.vcpus} vCPUs` : ''}`,
    `# ${figure(answer.instructionsPerSecond)} guest instructions per second, ${answer.instructionsAssumed ? 'ASSUMED: measure them with perf stat -e instructions:G' : 'given'}`,
    ...(share === null ? [] : [`# ${figure(share * 100)} % of the exits are in no event`]),
    'events:',
    ...Object.entries(answer.scenarioEvents).map(([event, rate]) => `  ${event}: ${figure(rate)}`),
  ];
  return `${lines.join('\n')}\n`;
}
