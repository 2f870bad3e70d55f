import type { TopLevelSpec } from 'vega-lite';
import type { PositionChannel } from '../../../chart.ts';
import type { Figure } from '../../../figure.ts';
import { rounded } from '../../../format.ts';
import type { Text } from '../../../message.ts';
import { cellWords } from '../../../messages/cells.ts';
import { createWords } from '../../../messages/plan-create.ts';
import type { CreatePrediction } from '../../../plan/create/create.ts';
import type { ControlPlane } from '../../../plan/create/planes.ts';
import type { CreateRequest } from '../../../plan/create/stages.ts';
import type { Sourced } from '../../../sourced.ts';
import { html } from '../../html.ts';
import { type Section, tableFigure } from '../../section.ts';

export interface CreateCase {
  request: CreateRequest;
  prediction: CreatePrediction;
}

/** The answer in a sentence: when the last machine serves, on each control plane. */
export function createLead(cases: readonly CreateCase[]): Text {
  const times = cases.map(({ request, prediction: { last } }) =>
    createWords.time({ s: last.value, plane: request.plane.id, low: last.low, high: last.high }),
  );
  return createWords.lead({ times });
}

/** Times of each control plane, one row each. */
const createRows = (cases: readonly CreateCase[]): Record<string, string | number>[] =>
  cases.map(({ request, prediction }) => {
    const range = ({ low, high }: { low: number; high: number }) =>
      `${rounded(low, 3)} - ${rounded(high, 3)}`;
    return {
      plane: request.plane.id,
      machines: request.count,
      'first s': rounded(prediction.first.value, 3),
      'p50 s': rounded(prediction.p50.value, 3),
      'p95 s': rounded(prediction.p95.value, 3),
      'last s': rounded(prediction.last.value, 3),
      'last, band s': range(prediction.last),
      'a minute': rounded(prediction.perMinute.value, 3),
      'GiB of image sent': rounded(prediction.imageBytesSent / 2 ** 30, 3),
      'longest stage': prediction.longest,
    };
  });

/** When machines serve on each control plane. */
export const createTimes = (cases: readonly CreateCase[]): Figure =>
  tableFigure('create-times', createWords.timesTable(), createRows(cases));

/** Seconds of each stage, one row per control plane and stage. */
const createStageRows = (cases: readonly CreateCase[]): Record<string, string | number>[] =>
  cases.flatMap(({ request, prediction }) =>
    prediction.stages.map(({ stage, seconds }) => ({
      plane: request.plane.id,
      stage,
      seconds: rounded(seconds.value, 3),
      'at least': rounded(seconds.low, 3),
      'at most': rounded(seconds.high, 3),
    })),
  );

/** Units people read: links in Gbit/s, bytes in MiB. */
const readable: Record<string, { unit: string; per: number }> = {
  'B/s': { unit: 'Gbit/s', per: 1e9 / 8 },
  B: { unit: 'MiB', per: 2 ** 20 },
};

/** Every number a control plane is made of, with what is known of it. */
function constantRows(plane: ControlPlane): Record<string, string | number>[] {
  const row = (name: string, number: Sourced) => {
    const { unit, per } = readable[number.unit] ?? { unit: number.unit, per: 1 };
    return {
      plane: plane.id,
      number: name,
      value: rounded(number.value / per, 3),
      low: rounded(number.low / per, 3),
      high: rounded(number.high / per, 3),
      unit,
      status: number.unverified ? 'unverified' : number.status,
      source: number.source,
    };
  };
  return [
    row('machines per call', plane.perCall),
    row('API time', plane.api.serviceS),
    row('API workers', plane.api.workers),
    row('scheduler time', plane.scheduler.serviceS),
    row('scheduler workers', plane.scheduler.workers),
    row('host agent time', plane.agent.serviceS),
    row('host agent at once', plane.agent.workers),
    row('image service link', plane.imageLink),
    row('host link', plane.hostLink),
    row('linked clone', plane.cloneS),
    row('boot', plane.bootS),
    row('boot reads', plane.bootReadBytes),
  ];
}

export function stageChart(cases: readonly CreateCase[]): Figure {
  const values = cases.flatMap(({ request, prediction }) =>
    prediction.stages.map(({ stage, seconds }, order) => ({
      plane: request.plane.id,
      stage: createWords.numberedStage({ n: order + 1, stage: cellWords(stage) }),
      order,
      seconds: seconds.value,
    })),
  );
  const bands = cases.map(({ request, prediction }) => {
    const total = (end: 'low' | 'value' | 'high') =>
      prediction.stages.reduce((sum, { seconds }) => sum + seconds[end], 0);
    return { plane: request.plane.id, low: total('low'), high: total('high') };
  });
  const y = { field: 'plane', type: 'nominal', title: null, sort: null } satisfies PositionChannel;
  const spec: TopLevelSpec = {
    height: { step: 46 },
    layer: [
      {
        data: { values },
        mark: { type: 'bar', height: 20, stroke: 'currentColor', strokeWidth: 0.5 },
        encoding: {
          y,
          x: {
            field: 'seconds',
            type: 'quantitative',
            stack: 'zero',
            title: 'mean seconds a machine',
          },
          color: { field: 'stage', type: 'ordinal', title: 'stage' },
          order: { field: 'order' },
        },
      },
      {
        data: { values: bands },
        mark: { type: 'rule', strokeWidth: 2, yOffset: 17 },
        encoding: { y, x: { field: 'low', type: 'quantitative' }, x2: { field: 'high' } },
      },
    ],
  };
  return {
    id: 'create-stages',
    title: createWords.stagesTitle(),
    description: createWords.stagesText(),
    spec,
    rows: createStageRows(cases),
  };
}

/** Creating machines end to end: the answer, the stages with their band, and what is known of each number. */
export function createSections(cases: readonly CreateCase[]): Section[] {
  return [
    {
      id: 'create',
      title: createWords.section(),
      text: html`<p>${createWords.text()}</p>`,
      figures: [createTimes(cases), stageChart(cases)],
    },
    {
      id: 'create-numbers',
      title: createWords.knownTitle(),
      text: html``,
      figures: [
        tableFigure(
          'plane-numbers',
          createWords.numbers(),
          cases.flatMap(({ request }) => constantRows(request.plane)),
        ),
      ],
    },
  ];
}
