import { formatSeconds, significant } from '../../format.ts';
import {
  type QueueQuestion,
  type QueueRow,
  vmdqMeasured,
} from '../../model/io/network/adapter-queues.ts';
import {
  type BondAnswer,
  type BondQuestion,
  bondTimers,
  type elasticNicMove,
} from '../../model/io/network/bond-failover.ts';
import {
  type FilterAnswer,
  type FilterQuestion,
  filterCosts,
  type ServiceAnswer,
  serviceKinds,
} from '../../model/io/network/services.ts';
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
      : ` (downdelay ${question.downdelayMs} becomes ${answer.downdelayMs})`;
  return {
    title: 'Link aggregation: rate and failure',
    question: 'How soon is a failure noticed, and what do the links carry?',
    advice: [
      {
        action: 'Use the fast LACP rate, and a carrier check.',
        gain: `A silent partner is noticed in ${formatSeconds(bondTimers.lacpTimeouts.value * bondTimers.lacpFastS.value)} instead of ${formatSeconds(bondTimers.lacpTimeouts.value * bondTimers.lacpSlowS.value)}.`,
      },
    ],
    key: { column: 'at most, ms', label: 'failure' },
    sentence: `${link ? `${link.what} is noticed after at most ${link.worstMs} ms${rounded}` : 'No monitor watches the links'}; ${answer.failures
      .slice(1)
      .map(({ what, worstMs }) => `${what}: ${formatSeconds(worstMs / 1000)}`)
      .join('; ')}.`,
    result: { question, ...answer, carried },
    sections: [
      {
        id: 'bond-failures',
        title: 'What fails and who notices',
        text: html`<p>Packets of the failed way are lost until then.</p>`,
        figures: [
          tableFigure(
            'bond-detection',
            'Detection',
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
            `Flows over ${question.links} links`,
            carried.map((row) => ({
              flows: row.flows,
              'links in use, mean': row.expectedLinks,
              'Gbit/s, mean': row.goodputGbps,
            })),
            'One flow never exceeds one link.',
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
    title: 'An elastic NIC moves after a failure',
    question: 'How soon does the address answer again?',
    advice: [
      {
        action: 'Shorten detection first.',
        gain: `It is ${significant(steps[0]?.s.value ?? 0)} s of ${significant(total('value'))}.`,
      },
    ],
    key: { column: 's', label: 'stage' },
    sentence: `The address answers again after ${significant(total('value'))} s (${significant(total('low'))} to ${significant(total('high'))}); open connections are lost unless their state moves too.`,
    result: {
      totalS: total('value'),
      low: total('low'),
      high: total('high'),
      steps: steps.map(({ step, s }) => ({ step: name(step), s: s.value })),
    },
    sections: [
      {
        id: 'elastic-nic',
        title: 'Steps',
        text: html``,
        figures: [
          spanBars(
            'elastic-nic-steps',
            'Steps of the move',
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
    `${significant(number.value)} µs (${significant(number.low)} to ${significant(number.high)})`;
  return {
    title: 'A security group in time',
    question: 'What do the rules of a security group cost a connection?',
    advice: [
      {
        action: 'Hold the rules in a map instead of a list.',
        gain: `One look-up where a new connection visits ${significant(linear?.rulesNew ?? 1)} rules.`,
      },
    ],
    key: { column: 'new connection, µs', label: 'rules held as' },
    sentence: linear
      ? `${question.rules} rules held as ${linear.title} cost a new connection ${us(linear.newUs)} and every later packet ${us(linear.establishedUs)}.`
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
        title: `${question.rules} rules, ${question.packetsPerConnection} packets a connection`,
        text: html`<p>Only the first packet of a connection visits rules. Measured by the Kubernetes project in 2025: at
          30,000 rules nftables at its worst is still faster than iptables at its best, and its mean at 5,000 and 10,000 is the
          best of iptables (order only; its values stand in charts).</p>`,
        figures: [
          tableFigure(
            'filter-costs',
            'Per connection and packet',
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
    title: 'Services on the way: layer 4 to 7',
    question: 'What do services on the way add?',
    advice: [
      {
        action: 'Balance at layer 4 with direct replies where content does not matter.',
        gain: 'The reply does not pass it again.',
      },
    ],
    key: { column: 'service time, µs', label: 'service' },
    sentence: answers
      .map(
        ({ title, addedUs, cores, counted }) =>
          `${title}: ${significant(addedUs.value)} µs of service a request, ${significant(cores)} ${counted}s`,
      )
      .join('; ')
      .concat(first ? ` at ${question.packetsPerS} packets a second each way.` : ''),
    result: {
      question,
      services: answers.map(({ addedUs, ...rest }) => ({ ...rest, addedUs: addedUs.value })),
    },
    sections: [
      {
        id: 'services',
        title: 'What each adds',
        text: html`<p>Queueing is not in it: near the capacity of a core waiting comes on top.</p>`,
        figures: [
          tableFigure(
            'services-added',
            'Added path',
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
  const words = rows.map(
    ({ way, cpuUs, served, shared }) =>
      `${way} ${significant(cpuUs)} µs of CPU a packet for ${served} machines${shared > 0 ? ` (${shared} more share the software switch)` : ''}`,
  );
  return {
    title: 'One adapter for many machines',
    question: 'How should one adapter be shared?',
    advice: [
      {
        action: 'Give functions to the machines that send most.',
        gain: 'The host no longer touches their packets.',
      },
    ],
    key: { column: 'CPU µs a packet', label: 'way' },
    sentence: `${words.join('; ')}.`,
    result: {
      question: { ...question, host: question.host.id },
      ways: rows.map(({ cost, ...rest }) => ({ ...rest, exits: cost.perRequest.exits })),
    },
    sections: [
      {
        id: 'queues',
        title: 'Software switch, VMDq, VMDc',
        text: html`<p>${question.machines} machines, packets of ${question.bytes} bytes,
          ${question.packetsPerInterrupt} an interrupt.</p>`,
        figures: [
          tableFigure(
            'queues-ways',
            'Three ways',
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
          tableFigure('queues-measured', 'Measured on such adapters', numberRows(vmdqMeasured)),
        ],
      },
    ],
  };
}
