import { percentText, significant } from '../../../format.ts';
import type { AvailabilityAnswer, AvailabilityQuestion } from '../../../plan/cloud/availability.ts';
import type { BillingAnswer, BurstAnswer, BurstCost } from '../../../plan/cloud/billing.ts';
import { commitments } from '../../../plan/cloud/commitments.ts';
import type { CreditRun, CreditType } from '../../../plan/cloud/credits.ts';
import type { Sourced } from '../../../sourced.ts';
import { html } from '../../html.ts';
import { tableFigure } from '../../section.ts';
import { mark } from '../../status.ts';
import { sourcesSection, type Topic } from '../../topic.ts';

/** Nines matter: nine digits of a percentage. */
const exactPercent = (share: number): number => Number((100 * share).toPrecision(9));

/** A burstable instance over hours of use. */
export function creditsTopic(
  type: CreditType,
  start: number,
  run: CreditRun & { earned: Sourced },
): Topic {
  const last = run.hours[run.hours.length - 1];
  const ends =
    run.emptyAfterHours !== null
      ? `nothing is left after ${significant(run.emptyAfterHours)} hours`
      : run.lastsHours === null
        ? 'at the last hour’s use the balance does not fall'
        : `at the last hour’s use it lasts ${significant(run.lastsHours)} hours more`;
  return {
    title: 'CPU credits of a burstable instance',
    question: 'How long do the credits last?',
    advice: [
      {
        action:
          run.emptyAfterHours === null
            ? 'Keep this type.'
            : 'Take a type with a higher baseline, or one without credits.',
        gain: `${run.throttledHours} of ${run.hours.length} hours are held to the baseline.`,
      },
    ],
    key: { column: 'balance', label: 'hour' },
    sentence: `${type.id} starts with ${significant(start)} credits and has ${significant(last?.balance ?? start)} of at most ${type.cap} after ${run.hours.length} hours; ${ends}${run.throttledHours > 0 ? `; held to its baseline in ${run.throttledHours} of them` : ''}.`,
    result: { type, start, ...run },
    sections: [
      {
        id: 'credits',
        title: 'Hour by hour',
        text: html`<p>Change = (baseline − use) / 100 × 60 minutes; percent of one vCPU, all ${type.vcpus} together. Baseline
          ${type.baselinePercent} %.</p>`,
        figures: [
          tableFigure(
            'credits-hours',
            'Balance',
            run.hours.map(({ hour, usePercent, servedPercent, change, balance, surplus }) => ({
              hour,
              'use, % of one vCPU': usePercent,
              'served, %': servedPercent,
              change,
              balance,
              'surplus credits': surplus,
            })),
          ),
        ],
      },
      sourcesSection('credits', {
        'credits earned an hour': { ...run.earned, source: type.source },
      }),
    ],
  };
}

/** Downtime a commitment allows, and what several zones would give. */
export function slaTopic(question: AvailabilityQuestion, answer: AvailabilityAnswer): Topic {
  const reached =
    answer.reached === null
      ? ''
      : ` ${question.downMinutes} minutes down are ${exactPercent(answer.reached)} %: ${answer.held ? 'held' : `missed, ${percentText(answer.credit ?? 0)} of the fee comes back`}.`;
  return {
    title: 'Availability as minutes',
    question: 'How many minutes may it be down?',
    advice: [
      {
        action: 'Spread it over zones, and do not count on their arithmetic.',
        gain: `${significant(answer.zonesMinutes)} minutes if failures were independent.`,
      },
    ],
    key: { column: 'minutes in the period', label: 'service' },
    sentence: `${exactPercent(question.availability)} % allow ${significant(answer.allowedMinutes)} minutes down in ${question.days} days; ${question.zones} independent zones would reach ${exactPercent(answer.zonesAvailability)} % (${significant(answer.zonesMinutes)} minutes), which no provider holds itself to: failures are not independent.${reached}`,
    result: { question, ...answer },
    exitCode: answer.held === false ? 3 : 0,
    sections: [
      {
        id: 'sla',
        title: 'What providers hold themselves to',
        text: html`<p>A minute counts when TCP and UDP are dead both ways for all of it; of several zones, when instances of
          each are down.</p>`,
        figures: [
          tableFigure(
            'sla-commitments',
            'Commitments',
            Object.entries(commitments).map(([service, number]) => ({
              service,
              'availability, %': String(exactPercent(number.value)),
              'minutes in the period': (1 - number.value) * question.days * 1440,
              known: mark(number),
              source: number.source,
            })),
          ),
        ],
      },
    ],
  };
}

/** Paying by use, month or year. */
export function billingTopic(
  question: { hours: number; seconds: number | null; billed: number | null },
  answer: BillingAnswer,
): Topic {
  const short =
    question.seconds === null || question.billed === null
      ? ''
      : ` A run of ${question.seconds} s is billed as ${question.billed} s.`;
  return {
    title: 'Billing: by use, month or year',
    question: 'Which plan is cheapest for these hours?',
    advice: [
      {
        action: `Pay ${answer.cheapest}.`,
        gain: `The yearly fee pays from ${significant(answer.breakEvenHoursYearly)} hours a month on.`,
      },
    ],
    key: { column: 'a month', label: 'plan' },
    sentence: `${question.hours} hours a month are cheapest ${answer.cheapest}: ${significant(answer.perUse)} by use, ${significant(answer.perMonth)} by month, ${significant(answer.perMonthOfYear)} by year; the monthly fee pays from ${significant(answer.breakEvenHoursMonthly)} hours on, the yearly from ${significant(answer.breakEvenHoursYearly)}, and a year beats months after ${significant(answer.breakEvenMonths)} of them.${short}`,
    result: { question, ...answer },
    sections: [
      {
        id: 'billing',
        title: 'One machine',
        text: html``,
        figures: [
          tableFigure('billing-plans', 'A month under each plan', [
            { plan: 'by use', 'a month': answer.perUse, 'cheaper from, hours': null },
            {
              plan: 'by month',
              'a month': answer.perMonth,
              'cheaper from, hours': answer.breakEvenHoursMonthly,
            },
            {
              plan: 'by year',
              'a month': answer.perMonthOfYear,
              'cheaper from, hours': answer.breakEvenHoursYearly,
            },
          ]),
        ],
      },
    ],
  };
}

const burstRow = (what: string, cost: BurstCost) => ({
  split: what,
  'own machines': cost.own,
  'own, a month': cost.ownPerMonth,
  'cloud machine hours': cost.cloudHours,
  'cloud, a month': cost.cloudPerMonth,
  'a month': cost.perMonth,
  'bursts a month': cost.bursts,
});

/** Own machines and the public cloud for the peak. */
export function burstTopic(answer: BurstAnswer): Topic {
  const { asked, allOwn, allCloud, best } = answer;
  return {
    title: 'Hybrid cloud: the peak goes out',
    question: 'How many machines should be one’s own?',
    advice: [
      {
        action: `Own ${best.own} machines.`,
        gain: `${significant(best.perMonth)} a month instead of ${significant(asked.perMonth)}.`,
      },
    ],
    key: { column: 'a month', label: 'split' },
    sentence: `${asked.own} own machines and the rest from the cloud cost ${significant(asked.perMonth)} a month, all own ${significant(allOwn.perMonth)}, all cloud ${significant(allCloud.perMonth)}; cheapest are ${best.own} own at ${significant(best.perMonth)}: a machine is worth owning when it is needed more than ${significant(answer.breakEvenHours)} hours a month.`,
    result: { ...answer },
    sections: [
      {
        id: 'burst',
        title: 'Splits',
        text: html``,
        figures: [
          tableFigure('burst-splits', 'A month', [
            burstRow('as asked', asked),
            burstRow('all own', allOwn),
            burstRow('all cloud', allCloud),
            burstRow('cheapest', best),
          ]),
        ],
      },
    ],
  };
}
