import { cellWords } from '../../messages/cells.ts';
import { ioNetworkWords } from '../../messages/io-network.ts';
import { terms } from '../../messages/terms.ts';
import type { QueueQuestion, QueueRow } from '../../model/io/network/adapter-queues.ts';
import type {
  BondAnswer,
  BondQuestion,
  elasticNicMove,
} from '../../model/io/network/bond-failover.ts';
import { bondTimers } from '../../model/io/network/bond-timers.ts';
import { filterCosts, serviceKinds } from '../../model/io/network/service-kinds.ts';
import type {
  FilterAnswer,
  FilterQuestion,
  ServiceAnswer,
} from '../../model/io/network/services.ts';
import { vmdqMeasured } from '../../model/io/network/vmdq-measured.ts';
import type { BondRow } from '../../model/io/what-if.ts';
import { spanBars } from '../charts/spans.ts';
import { html } from '../html.ts';
import { tableFigure } from '../section.ts';
import { mark } from '../status.ts';
import { numberRows, sourcesSection, type Topic } from '../topic.ts';

/** A bond: when a failure is noticed, and what it carries. */
export function bondTopic(
  question: BondQuestion & { links: number },
  answer: BondAnswer,
  carried: readonly BondRow[],
): Topic {
  const link = answer.failures[0];
  const rounded =
    answer.downdelayMs === question.downdelayMs
      ? ''
      : ioNetworkWords.downdelay({
          downdelayMs: question.downdelayMs,
          downdelayMs2: answer.downdelayMs,
        });
  return {
    title: ioNetworkWords.bondTitle(),
    question: ioNetworkWords.bondQuestion(),
    advice: [
      {
        action: ioNetworkWords.bondAction(),
        gain: ioNetworkWords.bondGain({
          value: bondTimers.lacpTimeouts.value * bondTimers.lacpFastS.value,
          value2: bondTimers.lacpTimeouts.value * bondTimers.lacpSlowS.value,
        }),
      },
    ],
    key: { column: 'at most, ms', label: 'failure' },
    sentence: terms.clauses({
      parts: [
        link
          ? ioNetworkWords.noticed({ what: cellWords(link.what), worstMs: link.worstMs, rounded })
          : ioNetworkWords.noMonitor(),
        ...answer.failures
          .slice(1)
          .map(({ what, worstMs }) =>
            ioNetworkWords.foundAfter({ what: cellWords(what), after: worstMs }),
          ),
      ],
    }),
    result: { question, ...answer, carried },
    sections: [
      {
        id: 'bond-failures',
        title: ioNetworkWords.failsTitle(),
        text: html`<p>${ioNetworkWords.failsText()}</p>`,
        figures: [
          tableFigure(
            'bond-detection',
            ioNetworkWords.detection(),
            answer.failures.map(({ what, noticedBy, worstMs, numbers }) => ({
              failure: what,
              'noticed by': noticedBy,
              'at most, ms': worstMs,
              known: mark(numbers),
              source: numbers.source,
            })),
          ),
          tableFigure(
            'bond-rate',
            ioNetworkWords.flows({ links: question.links }),
            carried.map((row) => ({
              flows: row.flows,
              'links in use, mean': row.expectedLinks,
              'Gbit/s, mean': row.goodputGbps,
            })),
            ioNetworkWords.oneFlow(),
          ),
        ],
      },
      sourcesSection('bond', bondTimers),
    ],
  };
}

/** An elastic NIC that takes its address to another instance. */
export function elasticNicTopic(steps: ReturnType<typeof elasticNicMove>): Topic {
  const total = (end: 'value' | 'low' | 'high') => steps.reduce((sum, { s }) => sum + s[end], 0);
  const name = (step: string) => step.replace(/S$/, '');
  return {
    title: ioNetworkWords.nicTitle(),
    question: ioNetworkWords.nicQuestion(),
    advice: [
      {
        action: ioNetworkWords.nicAction(),
        gain: ioNetworkWords.nicGain({ value: steps[0]?.s.value ?? 0, total: total('value') }),
      },
    ],
    key: { column: 's', label: 'stage' },
    sentence: ioNetworkWords.nicSentence({
      total: total('value'),
      total2: total('low'),
      total3: total('high'),
    }),
    result: {
      totalS: total('value'),
      low: total('low'),
      high: total('high'),
      steps: steps.map(({ step, s }) => ({ step: name(step), s: s.value })),
    },
    sections: [
      {
        id: 'elastic-nic',
        title: ioNetworkWords.steps(),
        text: html``,
        figures: [
          spanBars(
            'elastic-nic-steps',
            ioNetworkWords.moveSteps(),
            's',
            steps.map(({ step, s }) => ({
              name: name(step),
              length: s.value,
              low: s.low,
              high: s.high,
              known: mark(s),
              source: s.source,
            })),
          ),
        ],
      },
    ],
  };
}

/** Rules of a security group as time, per new and per established connection. */
export function filterTopic(question: FilterQuestion, answers: readonly FilterAnswer[]): Topic {
  const linear = answers.find(({ rulesWorst }) => rulesWorst > 1) ?? answers[0];
  const us = (number: { value: number; low: number; high: number }) =>
    ioNetworkWords.us({ value: number.value, low: number.low, high: number.high });
  return {
    title: ioNetworkWords.groupTitle(),
    question: ioNetworkWords.groupQuestion(),
    advice: [
      {
        action: ioNetworkWords.groupAction(),
        gain: ioNetworkWords.groupGain({ rulesNew: linear?.rulesNew ?? 1 }),
      },
    ],
    key: { column: 'new connection, µs', label: 'rules held as' },
    sentence: linear
      ? ioNetworkWords.groupSentence({
          rules: question.rules,
          title: cellWords(linear.title),
          newUs: us(linear.newUs),
          establishedUs: us(linear.establishedUs),
        })
      : '',
    result: {
      question,
      filters: answers.map(({ newUs, establishedUs, meanUs, ...rest }) => ({
        ...rest,
        newUs: newUs.value,
        establishedUs: establishedUs.value,
        meanUs: meanUs.value,
      })),
    },
    sections: [
      {
        id: 'filter',
        title: ioNetworkWords.rulesTitle({
          rules: question.rules,
          packetsPerConnection: question.packetsPerConnection,
        }),
        text: html`<p>${ioNetworkWords.rulesText()}</p>`,
        figures: [
          tableFigure(
            'filter-costs',
            ioNetworkWords.perPacket(),
            answers.map((answer) => ({
              'rules held as': answer.title,
              'rules visited': answer.rulesNew,
              'at worst': answer.rulesWorst,
              'new connection, µs': answer.newUs.value,
              low: answer.newUs.low,
              high: answer.newUs.high,
              'established packet, µs': answer.establishedUs.value,
              'mean packet, µs': answer.meanUs.value,
              'connection table, MB': answer.tableBytes / 1e6,
              'devices per guest': answer.devicesPerGuest,
              known: mark(answer.newUs),
            })),
          ),
        ],
      },
      sourcesSection('filter', filterCosts),
    ],
  };
}

/** Balancers, proxies and firewalls as added path. */
export function serviceTopic(
  question: { packetsPerS: number; linkGbps: number; bytes: number },
  answers: readonly ServiceAnswer[],
): Topic {
  const [first] = answers;
  return {
    title: ioNetworkWords.servicesTitle(),
    question: ioNetworkWords.servicesQuestion(),
    advice: [
      {
        action: ioNetworkWords.servicesAction(),
        gain: ioNetworkWords.servicesGain(),
      },
    ],
    key: { column: 'service time, µs', label: 'service' },
    sentence: first
      ? ioNetworkWords.services({
          parts: answers.map(({ title, addedUs, cores, counted }) =>
            ioNetworkWords.service({
              title: cellWords(title),
              added: addedUs.value,
              cores,
              counted: cellWords(`${counted}s`),
            }),
          ),
          packetsPerS: question.packetsPerS,
        })
      : '',
    result: {
      question,
      services: answers.map(({ addedUs, ...rest }) => ({ ...rest, addedUs: addedUs.value })),
    },
    sections: [
      {
        id: 'services',
        title: ioNetworkWords.servicesAdd(),
        text: html`<p>${ioNetworkWords.servicesText()}</p>`,
        figures: [
          tableFigure(
            'services-added',
            ioNetworkWords.addedPath(),
            answers.map((answer) => ({
              service: answer.title,
              'packets seen per request and reply': answer.passes,
              'service time, µs': answer.addedUs.value,
              low: answer.addedUs.low,
              high: answer.addedUs.high,
              counted: `${answer.counted}s`,
              'packets/s of one': answer.packetsPerCore,
              'needed for the load': answer.cores,
              'needed for a full link': answer.coresAtLineRate,
              known: mark(answer.addedUs),
            })),
          ),
        ],
      },
      sourcesSection(
        'services',
        Object.fromEntries(Object.values(serviceKinds).map(({ title, ns }) => [title, ns])),
      ),
    ],
  };
}

/** One adapter shared by software, queues or functions. */
export function queuesTopic(question: QueueQuestion, rows: readonly QueueRow[]): Topic {
  const words = rows.map(({ way, cpuUs, served, shared }) =>
    ioNetworkWords.wayCost({
      way: cellWords(way),
      cpuUs,
      served,
      shared: shared > 0 ? ioNetworkWords.wayShared({ shared }) : '',
    }),
  );
  return {
    title: ioNetworkWords.adapterTitle(),
    question: ioNetworkWords.adapterQuestion(),
    advice: [
      {
        action: ioNetworkWords.adapterAction(),
        gain: ioNetworkWords.adapterGain(),
      },
    ],
    key: { column: 'CPU µs a packet', label: 'way' },
    sentence: terms.clauses({ parts: words }),
    result: {
      question: { ...question, host: question.host.id },
      ways: rows.map(({ cost, ...rest }) => ({ ...rest, exits: cost.perRequest.exits })),
    },
    sections: [
      {
        id: 'queues',
        title: ioNetworkWords.threeWaysTitle(),
        text: html`<p>${ioNetworkWords.threeWaysText({ machines: question.machines, bytes: question.bytes, packetsPerInterrupt: question.packetsPerInterrupt })}</p>`,
        figures: [
          tableFigure(
            'queues-ways',
            ioNetworkWords.threeWays(),
            rows.map((row) => ({
              way: row.way,
              'machines with their own': row.served,
              'machines that share': row.shared,
              'exits a packet': row.cost.perRequest.exits,
              'copied B': row.cost.perRequest.copiedBytes,
              'CPU µs a packet': row.cpuUs,
              'Gbit/s each': row.perMachineGbps,
              'cores at the full wire': row.coresAtWire,
              known: mark({
                status: row.cost.status,
                ...(row.cost.unverified ? { unverified: true as const } : {}),
              }),
            })),
          ),
          tableFigure(
            'queues-measured',
            ioNetworkWords.measuredAdapters(),
            numberRows(vmdqMeasured),
          ),
        ],
      },
    ],
  };
}
