import { formatSeconds } from '../../format.ts';
import { cellWords } from '../../messages/cells.ts';
import { containersWords } from '../../messages/containers.ts';
import { pullNumbers, quotaNumbers } from '../../model/containers/kubernetes/numbers.ts';
import type {
  PodAnswer,
  PodQuestion,
  pullStart,
  QuotaAnswer,
  QuotaQuestion,
  warmFromCold,
} from '../../model/containers/kubernetes/quota.ts';
import { html } from '../html.ts';
import { tableFigure } from '../section.ts';
import { sourcesSection, type Topic } from '../topic.ts';

const ms = (value: number) => formatSeconds(value / 1000);

/** A quota and threads that always want to run. */
export function quotaTopic(question: QuotaQuestion, answer: QuotaAnswer): Topic {
  return {
    title: containersWords.quotaTitle(),
    question: containersWords.quotaQuestion(),
    advice: [
      {
        action: containersWords.quotaAction(),
        gain: containersWords.quotaGain({ stallMs: ms(answer.stallMs) }),
      },
    ],
    sentence: containersWords.quota({
      periodMs: ms(question.periodMs),
      threads: question.threads,
      cpus: question.cpus,
      runMs: ms(answer.runMs),
      stallMs: ms(answer.stallMs),
      workMs: ms(question.workMs),
      workWallMs: ms(answer.workWallMs),
      unlimitedMs: ms(answer.unlimitedMs),
    }),
    result: { question, ...answer },
    sections: [
      {
        id: 'quota',
        title: containersWords.runStall(),
        text: html`<p>${containersWords.quotaExact()}</p>`,
        figures: [
          tableFigure('quota-period', containersWords.period(), [
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
  const quota =
    answer.quotaUs === null
      ? containersWords.noQuota()
      : containersWords.quotaOf({ quotaUs: answer.quotaUs });
  return {
    title: containersWords.podsTitle(),
    question: containersWords.podsQuestion(),
    advice: [
      {
        action: containersWords.relieve({ binds: cellWords(answer.binds) }),
        gain: containersWords.podsNow({ podsPerNode: answer.podsPerNode }),
      },
    ],
    sentence: containersWords.pods({
      podsPerNode: answer.podsPerNode,
      binds: cellWords(answer.binds),
      shares: answer.shares,
      quota,
    }),
    result: { question, ...answer },
    sections: [
      {
        id: 'pods',
        title: containersWords.requestsTitle(),
        text: html`<p>${containersWords.requestsText()}</p>`,
        figures: [
          tableFigure('pods-room', containersWords.room(), [
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
    ? containersWords.published({ coldS: cold.coldS, warmS: cold.warmS, lazyS: cold.lazyS })
    : '';
  return {
    title: containersWords.pullTitle(),
    question: containersWords.pullQuestion(),
    advice: [
      {
        action: containersWords.pullAction(),
        gain: containersWords.pullGain({ pullS: start.pullS }),
      },
    ],
    sentence: containersWords.pull({
      published,
      pullS: start.pullS,
      limitedBy: cellWords(start.limitedBy),
      coldS: start.coldS > 0 ? start.pullS / start.coldS : 0,
      coldS2: start.coldS,
    }),
    result: { ...start, slacker: cold },
    sections: [
      {
        id: 'pull',
        title: containersWords.coldWarm(),
        text: html`<p>${containersWords.pullText()}</p>`,
        figures: [
          tableFigure('pull-start', containersWords.startTable(), [
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
