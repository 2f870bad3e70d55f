import { formatSeconds, percentText } from '../../format.ts';
import {
  type PodAnswer,
  type PodQuestion,
  pullNumbers,
  type pullStart,
  type QuotaAnswer,
  type QuotaQuestion,
  quotaNumbers,
  type warmFromCold,
} from '../../model/containers/kubernetes/quota.ts';
import { html } from '../html.ts';
import { tableFigure } from '../section.ts';
import { sourcesSection, type Topic } from '../topic.ts';

const ms = (value: number) => formatSeconds(value / 1000);

/** A quota and threads that always want to run. */
export function quotaTopic(question: QuotaQuestion, answer: QuotaAnswer): Topic {
  return {
    title: 'A CPU quota',
    question: 'How long do threads stand still under this quota?',
    advice: [
      {
        action: 'Run fewer threads, or raise the limit.',
        gain: `${ms(answer.stallMs)} of every period.`,
      },
    ],
    sentence: `Of every ${ms(question.periodMs)} ${question.threads} threads on ${question.cpus} CPUs run ${ms(answer.runMs)} and stand still for ${ms(answer.stallMs)}; ${ms(question.workMs)} of CPU time take ${ms(answer.workWallMs)} instead of ${ms(answer.unlimitedMs)}.`,
    result: { question, ...answer },
    sections: [
      {
        id: 'quota',
        title: 'Run and stall of a period',
        text: html`<p>Exact for threads that never sleep; slices, ticks and bursts of sleeping load are what
          <code>predict containers</code> simulates.</p>`,
        figures: [
          tableFigure('quota-period', 'A period', [
            {
              'quota, ms': question.quotaMs,
              'period, ms': question.periodMs,
              'runs, ms': answer.runMs,
              'stalls, ms': answer.stallMs,
              'CPUs on average': answer.cpuShare,
              'work takes, ms': answer.workWallMs,
              'without quota, ms': answer.unlimitedMs,
            },
          ]),
        ],
      },
      sourcesSection('quota', quotaNumbers),
    ],
  };
}

/** Pods of one kind on a node. */
export function podsTopic(question: PodQuestion, answer: PodAnswer): Topic {
  const quota = answer.quotaUs === null ? 'no quota' : `a quota of ${answer.quotaUs} µs a period`;
  return {
    title: 'Pods on a node',
    question: 'How many such pods does a node take?',
    advice: [{ action: `Relieve ${answer.binds}.`, gain: `${answer.podsPerNode} pods now.` }],
    sentence: `A node takes ${answer.podsPerNode} such pods: ${answer.binds} bind. Each gets ${answer.shares} shares and ${quota}.`,
    result: { question, ...answer },
    sections: [
      {
        id: 'pods',
        title: 'Requests, limits, room',
        text: html`<p>A pod is placed where requests fit, whatever the use is; CPU above the limit is throttled, memory above it
          ends the process.</p>`,
        figures: [
          tableFigure('pods-room', 'Room', [
            {
              shares: answer.shares,
              'quota, µs': answer.quotaUs,
              'pods by CPU': answer.byCpu,
              'pods by memory': answer.byMemory,
              'pods on the node': answer.podsPerNode,
              binds: answer.binds,
              'limits over CPUs': answer.limitOvercommit,
            },
          ]),
        ],
      },
      sourcesSection('pods', quotaNumbers),
    ],
  };
}

/** Cold and warm start of an image. */
export function pullTopic(
  start: ReturnType<typeof pullStart>,
  cold: ({ coldS: number } & ReturnType<typeof warmFromCold>) | null,
): Topic {
  const published = cold
    ? `A cold start of ${formatSeconds(cold.coldS)} would be ${formatSeconds(cold.warmS)} warm and ${formatSeconds(cold.lazyS)} with lazy fetching, by Slacker’s shares. `
    : '';
  return {
    title: 'Pulling an image',
    question: 'How much of a cold start is the image?',
    advice: [
      {
        action: 'Keep the image on the node, or fetch it lazily.',
        gain: `${formatSeconds(start.pullS)} of a cold start.`,
      },
    ],
    sentence: `${published}Pulling takes ${formatSeconds(start.pullS)} (${start.limitedBy} limits), ${percentText(start.coldS > 0 ? start.pullS / start.coldS : 0)} of a cold start of ${formatSeconds(start.coldS)}.`,
    result: { ...start, slacker: cold },
    sections: [
      {
        id: 'pull',
        title: 'Cold and warm',
        text: html`<p>(1 − cached) × size / min(network, unpacking) + runtime + application.</p>`,
        figures: [
          tableFigure('pull-start', 'Start', [
            {
              'pull, s': start.pullS,
              'cold start, s': start.coldS,
              'warm start, s': start.warmS,
              'limited by': start.limitedBy,
              'pull over warm, times': start.warmS > 0 ? start.pullS / start.warmS : null,
            },
          ]),
        ],
      },
      sourcesSection('pull', pullNumbers),
    ],
  };
}
