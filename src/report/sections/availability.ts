import { formatSeconds } from '../../format.ts';
import type { Text } from '../../message.ts';
import { availabilityWords } from '../../messages/availability.ts';
import { terms } from '../../messages/terms.ts';
import type { FailoverAnswer, FailoverQuestion } from '../../model/availability/failover-time.ts';
import type { PauseOutcome, TcpSettings } from '../../model/availability/tcp-pause.ts';
import type { MaskedPool } from '../../model/interactions/feature-masks.ts';
import { maskedLinpack } from '../../model/interactions/masked-linpack.ts';
import type { Sourced } from '../../sourced.ts';
import { html } from '../html.ts';
import { tableFigure } from '../section.ts';
import { mark } from '../status.ts';
import { sourcesSection, type Topic } from '../topic.ts';

const interval = ({ value, low, high }: { value: number; low: number; high: number }) =>
  low === high ? formatSeconds(value) : availabilityWords.around({ value, low, high });

/** A host fails: when each group of its machines serves again. */
export function failoverTopic(question: FailoverQuestion, answer: FailoverAnswer): Topic {
  const { detectS, fenceS, bootS, applicationS, restartS, parallel } = question;
  return {
    title: availabilityWords.failoverTitle(),
    question: availabilityWords.failoverQuestion(),
    advice: [
      {
        action: availabilityWords.failoverAction(),
        gain: availabilityWords.failoverGain({
          value: answer.lastS.value,
          value2: answer.firstS.value,
        }),
      },
    ],
    sentence: availabilityWords.failover({
      firstS: interval(answer.firstS),
      groups:
        answer.groups.length > 1 || answer.lastS.value !== answer.firstS.value
          ? availabilityWords.firstLast({ lastS: interval(answer.lastS) })
          : '',
      value: detectS.value,
      value2: fenceS.value,
      bootS,
      applicationS,
    }),
    result: {
      question: {
        detectS: detectS.value,
        fenceS: fenceS.value,
        bootS,
        applicationS,
        restartS,
        parallel,
        groupDelayS: question.groupDelayS,
      },
      firstS: answer.firstS.value,
      lastS: answer.lastS.value,
      groups: answer.groups.map(({ name, machines, firstS, lastS }) => ({
        name,
        machines,
        firstS: firstS.value,
        lastS: lastS.value,
      })),
    },
    sections: [
      {
        id: 'failover',
        title: availabilityWords.groupsTitle(),
        text: html`<p>${availabilityWords.groupsText({ parallel, restartS })}</p>`,
        figures: [
          tableFigure(
            'failover-groups',
            availabilityWords.serveAgain(),
            answer.groups.map(({ name, machines, firstS, lastS }) => ({
              group: name,
              machines,
              'first, s': firstS.value,
              'last, s': lastS.value,
              low: firstS.low,
              high: lastS.high,
              known: mark(firstS),
            })),
          ),
        ],
      },
      sourcesSection('failover', { detection: detectS, fencing: fenceS }),
    ],
  };
}

/** What a pause does to open connections. */
export function connectionsTopic(
  pauseS: number,
  settings: TcpSettings,
  outcome: PauseOutcome,
  timers: Readonly<Record<string, Sourced>>,
): Topic {
  const { survives, resumesLateS, givesUpS, idleGivesUpS, idleSurvives } = outcome;
  const fate = survives
    ? availabilityWords.resumes({ resumesLateS: resumesLateS ?? 0 })
    : availabilityWords.givenUp();
  return {
    title: availabilityWords.connectionsTitle(),
    question: availabilityWords.connectionsQuestion(),
    advice: [
      {
        action: survives ? availabilityWords.surviveNothing() : availabilityWords.raiseRetries(),
        gain: availabilityWords.limitIs({ givesUpS }),
      },
    ],
    key: { column: 'at, s', label: 'retry' },
    sentence: availabilityWords.connections({
      fate,
      pauseS,
      givesUpS,
      idleSurvives: idleSurvives
        ? availabilityWords.noticesNothing()
        : availabilityWords.foundDead(),
      idleGivesUpS,
    }),
    result: { pauseS, settings, ...outcome },
    sections: [
      {
        id: 'connections',
        title: availabilityWords.retransmissions(),
        text: html`<p>${availabilityWords.retransmissionsText()}</p>`,
        figures: [
          tableFigure(
            'connections-retries',
            availabilityWords.untilThrough(),
            outcome.retransmitsS.map((at, i) => ({
              retry: i + 1,
              'at, s': at,
              'gets through': at >= pauseS,
            })),
          ),
          tableFigure('connections-limits', availabilityWords.whenGivenUp(), [
            {
              connection: 'data under way',
              'given up after, s': givesUpS,
              survives,
              'late, s': resumesLateS,
            },
            {
              connection: 'idle, keep-alive on',
              'given up after, s': idleGivesUpS,
              survives: idleSurvives,
              'late, s': idleSurvives ? 0 : null,
            },
            {
              connection: 'idle, keep-alive off',
              'given up after, s': null,
              survives: true,
              'late, s': 0,
            },
          ]),
        ],
      },
      sourcesSection('connections', timers),
    ],
    exitCode: survives ? 0 : 3,
  };
}

/** What the mask keeps, who hides features for it, and what the slowest host loses. */
function poolSentence(
  pool: MaskedPool,
  vectorShare: number,
  worst: MaskedPool['hosts'][number] | undefined,
): Text {
  const losing = pool.hosts.filter(({ hidden }) => hidden.length > 0).map(({ name }) => name);
  return losing.length === 0 || !worst
    ? availabilityWords.poolSame()
    : availabilityWords.pool({
        kept: pool.kept.length,
        join: terms.list({ names: losing }),
        vectorShare,
        value: worst.speed.value,
        name: worst.name,
        low: worst.speed.low,
        high: worst.speed.high,
      });
}

/** One feature mask over a mixed pool. */
export function poolTopic(pool: MaskedPool, vectorShare: number): Topic {
  const worst = [...pool.hosts].sort((a, b) => a.speed.value - b.speed.value)[0];
  return {
    title: availabilityWords.poolTitle(),
    question: availabilityWords.poolQuestion(),
    advice: [
      {
        action:
          pool.alike.length > 1 ? availabilityWords.poolAction() : availabilityWords.poolNothing(),
        gain: availabilityWords.poolGain({ alike: pool.alike.length }),
      },
    ],
    key: { column: 'speed', label: 'host' },
    sentence: poolSentence(pool, vectorShare, worst),
    result: {
      kept: pool.kept,
      vectorShare,
      hosts: pool.hosts.map(({ name, hidden, factor, speed }) => ({
        name,
        hidden,
        factor: factor.value,
        speed: speed.value,
        low: speed.low,
        high: speed.high,
      })),
      alike: pool.alike,
    },
    sections: [
      {
        id: 'pool',
        title: availabilityWords.maskTitle(),
        text: html`<p>${availabilityWords.maskText({ join: pool.kept.length > 0 ? terms.list({ names: pool.kept }) : terms.nothing() })}</p>`,
        figures: [
          tableFigure(
            'pool-hosts',
            availabilityWords.maskTable(),
            pool.hosts.map(({ name, hidden, factor, speed, widest }) => ({
              host: name,
              'widest unit': widest,
              hidden: hidden.join(', '),
              'vector code slower, times': factor.value,
              speed: speed.value,
              low: speed.low,
              high: speed.high,
              known: mark(speed),
            })),
          ),
          tableFigure(
            'pool-alike',
            availabilityWords.noMask(),
            pool.alike.map((hosts, i) => ({ pool: i + 1, hosts: hosts.join(', ') })),
          ),
        ],
      },
      sourcesSection('pool', {
        'Linpack with and without host features': maskedLinpack,
        ...Object.fromEntries(pool.hosts.map(({ name, factor }) => [`factor on ${name}`, factor])),
      }),
    ],
  };
}
