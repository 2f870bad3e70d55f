import { formatSeconds, percentText, significant } from '../../../format.ts';
import {
  type AvailabilityAnswer,
  type AvailabilityQuestion,
  commitments,
} from '../../../plan/cloud/availability.ts';
import type { BillingAnswer, BurstAnswer, BurstCost } from '../../../plan/cloud/billing.ts';
import type { ConsolidationAnswer } from '../../../plan/cloud/consolidate.ts';
import { type CreditRun, type CreditType, earnOf } from '../../../plan/cloud/credits.ts';
import type { FamilyFit } from '../../../plan/cloud/families.ts';
import {
  fibreRoundTripMsPerKm,
  type QuorumAnswer,
  type QuorumQuestion,
  type ReplicationAnswer,
  type ReplicationQuestion,
  replicationProducts,
} from '../../../plan/cloud/replication.ts';
import { html } from '../../html.ts';
import { tableFigure } from '../../section.ts';
import { mark } from '../../status.ts';
import { sourcesSection, type Topic } from '../../topic.ts';

/** Nines matter: nine digits of a percentage. */
const exactPercent = (share: number): number => Number((100 * share).toPrecision(9));

/** A burstable instance over hours of use. */
export function creditsTopic(type: CreditType, start: number, run: CreditRun): Topic {
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
        'credits earned an hour': { ...earnOf(type), source: type.source },
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

/** Sites that hold copies: lag, loss, return, quorums. */
export function replicationTopic(
  pair: { question: ReplicationQuestion; answer: ReplicationAnswer },
  sites: { question: QuorumQuestion; answer: QuorumAnswer },
): Topic {
  const { question, answer } = pair;
  const loss =
    answer.rpoS === null
      ? 'the lag grows without end'
      : `at most ${formatSeconds(answer.rpoS)} of writes are lost`;
  const kept = sites.answer;
  return {
    title: 'Zones and regions: lag, RPO, RTO, quorums',
    question: 'What is lost, and when does service return?',
    advice: [
      {
        action:
          answer.rpoS === null
            ? 'Widen the link: it carries less than is written.'
            : 'Let writes wait for the other site where nothing may be lost.',
        gain: `${significant(answer.roundTripMs)} ms a write.`,
      },
    ],
    sentence: `Over ${question.distanceKm} km ${question.synchronous ? `each write waits ${significant(answer.writeAddedMs)} ms more and` : 'writes do not wait;'} ${loss}; service returns after ${formatSeconds(answer.rtoS)}. ${sites.question.copies} copies in ${sites.question.zones} zones ${kept.writesAfterZone ? 'go on writing' : kept.readsAfterZone ? 'go on reading only' : 'stop'} when a zone is lost${kept.consistent ? '' : ', but reads may miss the last write'}.`,
    result: { replication: { question, ...answer }, quorum: { question: sites.question, ...kept } },
    exitCode: answer.rpoS === null ? 3 : 0,
    sections: [
      {
        id: 'replication',
        title: 'A pair of sites, and several at once',
        text: html`<p>RPO of points: the interval and the time to send one. A link that carries less than is written never
          catches up.</p>`,
        figures: [
          tableFigure('replication-pair', 'The pair', [
            {
              'round trip, ms': answer.roundTripMs,
              'added to a write, ms': answer.writeAddedMs,
              'of the link': percentText(answer.linkShare),
              'RPO, s': answer.rpoS,
              'RPO, MiB': answer.rpoBytes === null ? null : answer.rpoBytes / 2 ** 20,
              'RTO, s': answer.rtoS,
            },
          ]),
          tableFigure('replication-quorum', 'Quorum of several sites', [
            {
              copies: sites.question.copies,
              zones: sites.question.zones,
              'write quorum': sites.question.writeQuorum,
              'read quorum': sites.question.readQuorum,
              consistent: kept.consistent,
              'copies lost, writes go on': kept.writesSurvive,
              'copies lost, reads go on': kept.readsSurvive,
              'writes after a zone': kept.writesAfterZone,
              'reads after a zone': kept.readsAfterZone,
              'a write waits, ms': kept.writeMs,
            },
          ]),
          tableFigure(
            'replication-products',
            'Products',
            replicationProducts.map(({ title, synchronous, rpoS, rtoS }) => ({
              product: title,
              synchronous,
              'RPO, s': rpoS.value,
              'RTO, s': rtoS.value,
              low: rtoS.low,
              high: rtoS.high,
              known: mark(rtoS),
              source: rtoS.source,
            })),
          ),
        ],
      },
      sourcesSection('replication', { 'round trip in fibre': fibreRoundTripMsPerKm }),
    ],
  };
}

/** Families of instances for one machine. */
export function familiesTopic(vcpus: number, gib: number, fits: readonly FamilyFit[]): Topic {
  const [first] = fits;
  return {
    title: 'Instance families',
    question: 'Which instance holds this machine with least left over?',
    advice: [
      {
        action: `Take ${first ? `${first.cloud} ${first.id}` : 'another size'}.`,
        gain: `${percentText(first?.idleVcpus ?? 0)} of its vCPUs are not needed.`,
      },
    ],
    key: { column: 'vCPUs', label: 'cloud' },
    sentence: first
      ? `${vcpus} vCPUs and ${gib} GiB fit ${first.cloud} ${first.id} with ${first.vcpus} vCPUs and ${significant(first.gib)} GiB best; ${percentText(first.idleVcpus)} of its vCPUs and ${percentText(first.idleGib)} of its memory are not needed.`
      : '',
    result: {
      vcpus,
      gib,
      families: fits.map(({ gibPerVcpu, ...rest }) => ({ ...rest, gibPerVcpu: gibPerVcpu.value })),
    },
    sections: [
      {
        id: 'families',
        title: 'Smallest size of each family',
        text: html`<p>Sizes double; memory follows by the family’s ratio.</p>`,
        figures: [
          tableFigure(
            'families-fit',
            'Families',
            fits.map((fit) => ({
              cloud: fit.cloud,
              family: fit.id,
              kind: fit.kind,
              'GiB per vCPU': fit.gibPerVcpu.value,
              vCPUs: fit.vcpus,
              GiB: fit.gib,
              'vCPUs not needed': percentText(fit.idleVcpus),
              'memory not needed': percentText(fit.idleGib),
              binds: fit.binds,
              known: mark(fit.gibPerVcpu),
            })),
          ),
        ],
      },
      sourcesSection(
        'families',
        Object.fromEntries(fits.map(({ cloud, id, gibPerVcpu }) => [`${cloud} ${id}`, gibPerVcpu])),
      ),
    ],
  };
}

/** Physical servers that become machines on fewer hosts. */
export function consolidationTopic(answer: ConsolidationAnswer): Topic {
  return {
    title: 'Consolidation of physical servers',
    question: 'How many hosts carry these servers?',
    advice: [
      {
        action: `Add ${answer.binds === 'memory' ? 'memory' : 'cores'} to the hosts first.`,
        gain: `${answer.binds} binds.`,
      },
    ],
    sentence: `${answer.servers} servers become machines on ${answer.hosts} hosts (${significant(answer.ratio)} to 1); ${answer.binds} binds, and the hosts in use run at ${percentText(answer.cpuUse)} CPU and ${percentText(answer.memoryUse)} memory at the peak.`,
    result: { ...answer },
    sections: [
      {
        id: 'consolidation',
        title: 'Hosts needed',
        text: html`<p>Peak use of each server times what virtualization adds, placed whole.</p>`,
        figures: [
          tableFigure('consolidation-hosts', 'Hosts', [
            {
              servers: answer.servers,
              'hosts by CPU': answer.hostsByCpu,
              'hosts by memory': answer.hostsByMemory,
              'hosts, spares included': answer.hosts,
              'machines per host': answer.machinesPerHost,
              'CPU use': percentText(answer.cpuUse),
              'memory use': percentText(answer.memoryUse),
              binds: answer.binds,
            },
          ]),
        ],
      },
    ],
  };
}
