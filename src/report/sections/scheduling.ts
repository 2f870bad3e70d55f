import type { Message, Text } from '../../message.ts';
import { answerWords } from '../../messages/answers.ts';
import { cellWords } from '../../messages/cells.ts';
import { refusalText, resourceName, scheduleWords } from '../../messages/schedule.ts';
import type { SchedulingReference } from '../../model/scheduling/reference-curves.ts';
import type { SchedulingAnswer } from '../../model/scheduling/what-if.ts';
import { inProse } from '../../summary.ts';
import {
  allocationBars,
  latencyPoints,
  numaLines,
  quotaLines,
  stateBars,
} from '../charts/scheduling-charts.ts';
import { html } from '../html.ts';
import { type FigureRow, type Section, tableFigure } from '../section.ts';

function simulationRows({ simulation }: SchedulingAnswer): FigureRow[] {
  return simulation.map(({ policy, machine, vcpus, percent, stealPercent, verdict, latency }) => ({
    scheduler: policy,
    machine,
    vcpus,
    'run %': percent.running,
    'ready %': percent.ready,
    'co-stop %': percent['co-stopped'],
    'throttled %': percent.throttled,
    'steal %': stealPercent,
    ready: verdict,
    'p50 ms': latency ? latency.p50Us / 1000 : null,
    'p99 ms': latency ? latency.p99Us / 1000 : null,
    'p99.9 ms': latency ? latency.p999Us / 1000 : null,
  }));
}

function numaRows({ numa = [] }: SchedulingAnswer): FigureRow[] {
  return numa.map((row) => ({
    machine: row.machine,
    vcpus: row.vcpus,
    nodes: row.placement.nodes,
    'virtual NUMA': row.placement.virtualNuma,
    'local %': 100 * row.placement.localShare,
    'mean ns': row.meanLatencyNs,
    'x local': row.xLocal,
    'x local, nodes hidden': row.xLocalUnaware,
    'x local, all remote': row.xRemote,
    'MB/s': row.bandwidthMBps === null ? null : Math.round(row.bandwidthMBps),
  }));
}

function lockRows({ locks = [] }: SchedulingAnswer): FigureRow[] {
  return locks.map((row) => ({
    lock: row.lock,
    'pause-loop exiting': row.ple ? 'on' : 'off',
    'holder preempted': row.holderPreempted,
    'waiters ahead': row.waitersAhead,
    'stall µs': row.stallUs,
    'CPUs burnt': row.burntShare,
    progress: row.progress,
  }));
}

/** Who gets most and least, where several do. */
function endsOf(allocation: SchedulingAnswer['allocation'], unit: string): Text {
  const leaves = allocation.flatMap((node) => (node.children.length > 0 ? node.children : [node]));
  const sorted = [...leaves].sort((a, b) => b.allocation - a.allocation);
  const [most, least] = [sorted[0], sorted.at(-1)];
  if (!most || !least || most === least) return '';
  if (most.allocation === least.allocation)
    return answerWords.scheduleEqual({ unit, amount: inProse(most.allocation) });
  return answerWords.scheduleEnds({
    unit,
    most: most.id,
    mostAmount: inProse(most.allocation),
    least: least.id,
    leastAmount: inProse(least.allocation),
  });
}

/** The answer in a sentence. */
export const schedulingSentence = ({
  admitted,
  allocation,
  capacity,
  question,
  refusal,
}: SchedulingAnswer): Message =>
  admitted
    ? answerWords.schedule({
        capacity,
        unit: question.unit,
        resource: resourceName(question.resource),
        machines: question.machines.length,
        ends: endsOf(allocation, question.unit),
      })
    : answerWords.notAdmitted({ refusal: refusalText(refusal ?? '') });

/** Sections on scheduling: allocation, simulation in time, limits and NUMA. */
export function schedulingSections(
  answer: SchedulingAnswer,
  reference: SchedulingReference,
): Section[] {
  const { question, hostCapacity, capacity } = answer;
  const latency = latencyPoints(answer);
  const sections: Section[] = [
    {
      id: 'schedule-shares',
      title: scheduleWords.divisionTitle(),
      text: html`<p>${scheduleWords.capacity({
        capacity,
        unit: cellWords(question.unit),
        resource: resourceName(question.resource),
        threads: hostCapacity ? scheduleWords.hardwareThreads(hostCapacity) : '',
      })} ${answer.admitted ? scheduleWords.everyFits() : scheduleWords.refused({ refusal: refusalText(answer.refusal ?? '') })}</p>`,
      figures: answer.admitted && answer.allocation.length > 0 ? [allocationBars(answer)] : [],
    },
  ];
  if (answer.simulation.length > 0) {
    sections.push({
      id: 'schedule-time',
      title: scheduleWords.simulatedTitle({
        pcpus: question.pcpus,
        horizonUs: question.horizonUs / 1e6,
      }),
      text: html`<p>${answer.wasted.map(({ policy, percentOfHost }) => html`<span>${scheduleWords.idleText({ policy: cellWords(policy), toPrecision: Number(percentOfHost.toPrecision(3)) })} </span>`)}</p>`,
      figures: [
        tableFigure('schedule-machines', scheduleWords.simulated(), simulationRows(answer)),
        stateBars(answer),
        ...(latency ? [latency] : []),
      ],
    });
  }
  if (answer.numa && answer.numa.length > 0) {
    sections.push({
      id: 'schedule-placement',
      title: scheduleWords.numaTitle(),
      text: html`<p>${scheduleWords.numaText()}</p>`,
      figures: [tableFigure('schedule-nodes', scheduleWords.numaTable(), numaRows(answer))],
    });
  }
  if (answer.locks && answer.locks.length > 0) {
    sections.push({
      id: 'schedule-locks',
      title: scheduleWords.lockTitle(),
      text: html`<p>${scheduleWords.lockText()}</p>`,
      figures: [tableFigure('schedule-lock-table', scheduleWords.lockTable(), lockRows(answer))],
    });
  }
  sections.push({
    id: 'schedule-reference',
    title: scheduleWords.limitsTitle(),
    text: html`<p>${scheduleWords.limitsText()}</p>`,
    figures: [quotaLines(reference.quotas), numaLines(reference.numa)],
  });
  return sections;
}
