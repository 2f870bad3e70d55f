import type { Text } from '../../../message.ts';
import { cellWords } from '../../../messages/cells.ts';
import { cloudWords } from '../../../messages/plan-cloud.ts';
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
      ? cloudWords.nothingLeft({ hours: run.emptyAfterHours })
      : run.lastsHours === null
        ? cloudWords.notFalling()
        : cloudWords.lasts({ hours: run.lastsHours });
  return {
    title: cloudWords.creditsTitle(),
    question: cloudWords.creditsQuestion(),
    advice: [
      {
        action: run.emptyAfterHours === null ? cloudWords.keepType() : cloudWords.otherType(),
        gain: cloudWords.throttled({ n: run.throttledHours, hours: run.hours.length }),
      },
    ],
    key: { column: 'balance', label: 'hour' },
    sentence: cloudWords.credits({
      type: type.id,
      start,
      balance: last?.balance ?? start,
      cap: type.cap,
      hours: run.hours.length,
      ends,
      held: run.throttledHours > 0 ? cloudWords.heldIn({ n: run.throttledHours }) : '',
    }),
    result: { type, start, ...run },
    sections: [
      {
        id: 'credits',
        title: cloudWords.hourByHour(),
        text: html`<p>${cloudWords.creditsText({ vcpus: type.vcpus, baseline: type.baselinePercent })}</p>`,
        figures: [
          tableFigure(
            'credits-hours',
            cloudWords.balance(),
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

/** What the minutes it was down come to; nothing where they were not told. */
function downText({ downMinutes }: AvailabilityQuestion, answer: AvailabilityAnswer): Text {
  if (answer.reached === null) return '';
  const down = { minutes: downMinutes ?? 0, reached: exactPercent(answer.reached) };
  return answer.held
    ? cloudWords.downHeld(down)
    : cloudWords.downMissed({ ...down, credit: answer.credit ?? 0 });
}

/** Downtime a commitment allows, and what several zones would give. */
export function slaTopic(question: AvailabilityQuestion, answer: AvailabilityAnswer): Topic {
  return {
    title: cloudWords.slaTitle(),
    question: cloudWords.slaQuestion(),
    advice: [
      {
        action: cloudWords.slaAction(),
        gain: cloudWords.slaGain({ minutes: answer.zonesMinutes }),
      },
    ],
    key: { column: 'minutes in the period', label: 'service' },
    sentence: cloudWords.sla({
      availability: exactPercent(question.availability),
      allowed: answer.allowedMinutes,
      days: question.days,
      zones: question.zones,
      reached: exactPercent(answer.zonesAvailability),
      minutes: answer.zonesMinutes,
      down: downText(question, answer),
    }),
    result: { question, ...answer },
    exitCode: answer.held === false ? 3 : 0,
    sections: [
      {
        id: 'sla',
        title: cloudWords.slaSection(),
        text: html`<p>${cloudWords.slaText()}</p>`,
        figures: [
          tableFigure(
            'sla-commitments',
            cloudWords.commitments(),
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
      : cloudWords.billedAs({ seconds: question.seconds, billed: question.billed });
  const plan = cellWords(answer.cheapest);
  return {
    title: cloudWords.billingTitle(),
    question: cloudWords.billingQuestion(),
    advice: [
      {
        action: cloudWords.pay({ plan }),
        gain: cloudWords.payGain({ hours: answer.breakEvenHoursYearly }),
      },
    ],
    key: { column: 'a month', label: 'plan' },
    sentence: cloudWords.billing({
      hours: question.hours,
      plan,
      use: answer.perUse,
      month: answer.perMonth,
      year: answer.perMonthOfYear,
      fromMonth: answer.breakEvenHoursMonthly,
      fromYear: answer.breakEvenHoursYearly,
      months: answer.breakEvenMonths,
      run: short,
    }),
    result: { question, ...answer },
    sections: [
      {
        id: 'billing',
        title: cloudWords.oneMachine(),
        text: html``,
        figures: [
          tableFigure('billing-plans', cloudWords.monthPlans(), [
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
    title: cloudWords.burstTitle(),
    question: cloudWords.burstQuestion(),
    advice: [
      {
        action: cloudWords.own({ n: best.own }),
        gain: cloudWords.ownGain({ best: best.perMonth, asked: asked.perMonth }),
      },
    ],
    key: { column: 'a month', label: 'split' },
    sentence: cloudWords.burst({
      own: asked.own,
      asked: asked.perMonth,
      allOwn: allOwn.perMonth,
      allCloud: allCloud.perMonth,
      bestOwn: best.own,
      best: best.perMonth,
      hours: answer.breakEvenHours,
    }),
    result: { ...answer },
    sections: [
      {
        id: 'burst',
        title: cloudWords.splits(),
        text: html``,
        figures: [
          tableFigure('burst-splits', cloudWords.month(), [
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
