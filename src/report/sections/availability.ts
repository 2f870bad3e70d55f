import { formatBytes, formatSeconds, percentText, significant } from '../../format.ts';
import type { FailoverAnswer, FailoverQuestion } from '../../model/availability/failover-time.ts';
import type { PauseOutcome, TcpSettings } from '../../model/availability/tcp-pause.ts';
import { tcpTimers } from '../../model/availability/tcp-pause.ts';
import type { MaskedPool } from '../../model/interactions/feature-masks.ts';
import { maskedLinpack } from '../../model/interactions/feature-masks.ts';
import type { Checkpoint } from '../../model/migration/policies/checkpoint.ts';
import type { Outage } from '../../model/migration/policies/cold.ts';
import type { RoundsBySentence } from '../../model/migration/policies/stop-rules.ts';
import { html } from '../html.ts';
import { tableFigure } from '../section.ts';
import { mark } from '../status.ts';
import { sourcesSection, type Topic } from '../topic.ts';

const interval = ({ value, low, high }: { value: number; low: number; high: number }) =>
  low === high
    ? formatSeconds(value)
    : `${formatSeconds(value)} (${formatSeconds(low)} to ${formatSeconds(high)})`;

/** A host fails: when each group of its machines serves again. */
export function failoverTopic(question: FailoverQuestion, answer: FailoverAnswer): Topic {
  const { detectS, fenceS, bootS, applicationS, restartS, parallel } = question;
  return {
    title: 'Failover: from the failure to service',
    question: 'When do the machines of a failed host serve again?',
    advice: [
      {
        action: 'Start what others wait for first, and more at once.',
        gain: `The last serve after ${formatSeconds(answer.lastS.value)}, the first after ${formatSeconds(answer.firstS.value)}.`,
      },
    ],
    sentence: `Machines of the failed host serve again after ${interval(answer.firstS)}${answer.groups.length > 1 || answer.lastS.value !== answer.firstS.value ? ` at first and ${interval(answer.lastS)} at last` : ''}: ${formatSeconds(detectS.value)} to notice, ${formatSeconds(fenceS.value)} to fence, ${formatSeconds(bootS)} to boot, ${formatSeconds(applicationS)} for the application. Memory is lost.`,
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
        title: 'Groups in the order of their start',
        text: html`<p>${parallel} machines start at once, ${restartS} s each; a group waits for the one before.</p>`,
        figures: [
          tableFigure(
            'failover-groups',
            'When they serve again, seconds after the failure',
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
): Topic {
  const { survives, resumesLateS, givesUpS, idleGivesUpS, idleSurvives } = outcome;
  const fate = survives
    ? `resumes ${formatSeconds(resumesLateS ?? 0)} after it`
    : 'is given up by its sender';
  return {
    title: 'Open connections across a pause',
    question: 'Do open connections survive the pause?',
    advice: [
      {
        action: survives ? 'Nothing: they survive.' : 'Raise tcp_retries2, or shorten the pause.',
        gain: `The limit is ${formatSeconds(givesUpS)}.`,
      },
    ],
    key: { column: 'at, s', label: 'retry' },
    sentence: `A connection with data under way ${fate} when its peer is gone for ${formatSeconds(pauseS)} (limit ${formatSeconds(givesUpS)}); an idle one ${idleSurvives ? 'notices nothing' : 'is found dead by keep-alive'} (limit ${formatSeconds(idleGivesUpS)}).`,
    result: { pauseS, settings, ...outcome },
    sections: [
      {
        id: 'connections',
        title: 'Retransmissions',
        text: html`<p>The address has to be answered for by the restored machine: with another address, or a reset sent while it
          was away, every connection is lost at once. A restored process keeps its sockets where they were dumped and its
          firewall stayed closed (TCP_REPAIR); a restored machine keeps them, but the peer may have given up.</p>`,
        figures: [
          tableFigure(
            'connections-retries',
            'Retransmissions until one gets through',
            outcome.retransmitsS.map((at, i) => ({
              retry: i + 1,
              'at, s': at,
              'gets through': at >= pauseS,
            })),
          ),
          tableFigure('connections-limits', 'When a connection is given up', [
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
      sourcesSection('connections', tcpTimers),
    ],
    exitCode: survives ? 0 : 3,
  };
}

/** One feature mask over a mixed pool. */
export function poolTopic(pool: MaskedPool, vectorShare: number): Topic {
  const worst = [...pool.hosts].sort((a, b) => a.speed.value - b.speed.value)[0];
  const losing = pool.hosts.filter(({ hidden }) => hidden.length > 0).map(({ name }) => name);
  return {
    title: 'One feature mask over a mixed cluster',
    question: 'What does one feature mask cost this cluster?',
    advice: [
      {
        action:
          pool.alike.length > 1
            ? 'Pool hosts that are alike where vector code matters.'
            : 'Nothing: no feature is hidden.',
        gain: `${pool.alike.length} pools need no mask.`,
      },
    ],
    key: { column: 'speed', label: 'host' },
    sentence:
      losing.length === 0 || !worst
        ? 'Every host has the same features: nothing is hidden.'
        : `Machines can move everywhere with ${pool.kept.length} features kept; ${losing.join(', ')} hide features. A program with ${percentText(vectorShare)} vector code runs at ${significant(worst.speed.value)} of its speed on ${worst.name} (${significant(worst.speed.low)} to ${significant(worst.speed.high)}).`,
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
        title: 'What the mask hides, and its price',
        text: html`<p>Speed = 1 / ((1 - f) + f k): f the share of vector code, k how much slower it gets. Integer and I/O code
          loses nothing. Kept: ${pool.kept.join(', ') || 'nothing'}.</p>`,
        figures: [
          tableFigure(
            'pool-hosts',
            'Hosts under the mask',
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
            'Pools that need no mask',
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

/** A machine that is switched off, or saved, while it moves. */
export function coldTopic(ramBytes: number, cold: Outage): Topic {
  return {
    title: 'Cold migration',
    question: 'How long is the machine down?',
    advice: [
      {
        action: 'Move it live where it does not write faster than the link sends.',
        gain: `${formatSeconds(cold.blackoutS)} of standing still become a short pause.`,
      },
    ],
    sentence: `The machine is down for ${formatSeconds(cold.blackoutS)}: ${formatBytes(cold.transferredBytes)} of ${formatBytes(ramBytes)} are sent once, whatever it would have written.`,
    result: { ramBytes, ...cold },
    sections: [
      {
        id: 'cold',
        title: 'Stop and copy',
        text: html``,
        figures: [
          tableFigure('cold-times', 'Cold migration', [
            {
              'total, s': cold.totalS,
              'down, s': cold.blackoutS,
              'sent, MiB': cold.transferredBytes / 2 ** 20,
            },
          ]),
        ],
      },
    ],
  };
}

/** A checkpoint that is taken, and restored later. */
export function checkpointTopic(
  saved: Checkpoint,
  restore: { readS: number; awayS: number },
  outcome: PauseOutcome,
): Topic {
  const pauseS = saved.blackoutS + restore.awayS + restore.readS;
  return {
    title: 'Checkpoint and restore',
    question: 'How long is the machine gone, and what do its peers notice?',
    advice: [
      {
        action: 'Save while it runs, with pages copied before they change.',
        gain: `Up to ${formatSeconds(saved.blackoutS)} of stop.`,
      },
    ],
    sentence: `The checkpoint holds ${formatBytes(saved.bytes)} and stops the machine for ${formatSeconds(saved.blackoutS)}; restored after ${formatSeconds(restore.awayS)} it was gone for ${formatSeconds(pauseS)}: connections with data under way ${outcome.survives ? 'survive' : 'are lost'}, idle ones ${outcome.idleSurvives ? 'survive' : 'are found dead by keep-alive'}.`,
    result: { ...saved, ...restore, pauseS, connections: outcome },
    sections: [
      {
        id: 'checkpoint',
        title: 'Save, wait, restore',
        text: html`<p>Peers see one pause. The restored machine has to answer for the same address.</p>`,
        figures: [
          tableFigure('checkpoint-times', 'Checkpoint and restore', [
            {
              'saved, MiB': saved.bytes / 2 ** 20,
              'saving, s': saved.totalS,
              'stopped to save, s': saved.blackoutS,
              'pages copied first': saved.copiedPages,
              'guest slowed by, s': saved.guestStallS,
              'away, s': restore.awayS,
              'reading back, s': restore.readS,
              'pause for peers, s': pauseS,
              'connections survive': outcome.survives,
            },
          ]),
        ],
      },
      sourcesSection('checkpoint', tcpTimers),
    ],
  };
}

/** Pre-copy that stops after a number of rounds the user sets. */
export function roundsTopic(rows: readonly (RoundsBySentence & { most: number })[]): Topic {
  const last = rows.at(-1);
  const best = rows.reduce<(typeof rows)[number] | undefined>(
    (a, b) => (a === undefined || b.blackoutS < a.blackoutS ? b : a),
    undefined,
  );
  return {
    title: 'Rounds of pre-copy',
    question: 'How many rounds are worth making?',
    advice: [
      {
        action: `Allow ${best?.most ?? 1} rounds.`,
        gain: `The stop is ${formatSeconds(best?.blackoutS ?? 0)}.`,
      },
    ],
    key: { column: 'stop, ms', label: 'rounds allowed' },
    sentence:
      last && best
        ? `With at most ${last.most} rounds the guest stops after ${last.rounds} (by ${last.stoppedBy}) for ${formatSeconds(last.blackoutS)}, ${formatSeconds(last.totalS)} in all; ${best.most} rounds give the shortest stop, ${formatSeconds(best.blackoutS)}.`
        : '',
    result: { rounds: rows },
    sections: [
      {
        id: 'rounds',
        title: 'What one round more gives',
        text: html`<p>Every round sends what the round before left dirty; where the guest writes faster than the link sends,
          more rounds cost time and give nothing.</p>`,
        figures: [
          tableFigure(
            'rounds-most',
            'By the largest number of rounds allowed',
            rows.map((row) => ({
              'rounds allowed': row.most,
              'rounds made': row.rounds,
              'stopped by': row.stoppedBy,
              'total, s': row.totalS,
              'stop, ms': 1000 * row.blackoutS,
              'sent, MiB': row.transferredBytes / 2 ** 20,
            })),
          ),
        ],
      },
    ],
  };
}
