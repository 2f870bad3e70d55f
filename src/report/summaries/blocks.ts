import { formatBytes } from '../../format.ts';
import type { Inspection } from '../../formats/disk-image/inspect.ts';
import type { Text } from '../../message.ts';
import { blocksSummaryWords } from '../../messages/blocks-summary.ts';
import { cellWords } from '../../messages/cells.ts';
import { terms } from '../../messages/terms.ts';
import type { Device } from '../../model/blocks/device.ts';
import type { PricedResult } from '../../model/blocks/replay-costs.ts';
import type { SchedulePoint } from '../../model/blocks/schedule.ts';
import { type Advice, inProse, orNothing, type Summary } from '../../summary.ts';

const bytes = (value: number) => formatBytes(value, 3);

const rate = (row: PricedResult | undefined) => inProse(row?.performance.iops ?? 0);

const leastWrittenOf = (rows: readonly PricedResult[]) =>
  [...rows].sort((a, b) => a.totalWriteAmplification - b.totalWriteAmplification)[0];

/** Which discipline to take where rate counts, and where wear does. */
function replayAdvice(
  rows: readonly PricedResult[],
  best: PricedResult | undefined,
  worst: PricedResult | undefined,
): Advice[] {
  const leastWritten = leastWrittenOf(rows);
  return [
    ...(best && worst && best !== worst
      ? [
          {
            action: blocksSummaryWords.whereRate({ title: cellWords(best.discipline.title) }),
            gain: blocksSummaryWords.rateGain({
              best: rate(best),
              worst: rate(worst),
              title: cellWords(worst.discipline.title),
            }),
          },
        ]
      : []),
    ...(leastWritten && worst && rows.length > 1
      ? [
          {
            action: blocksSummaryWords.whereWear({
              title: cellWords(leastWritten.discipline.title),
            }),
            gain: blocksSummaryWords.wearGain({
              totalWriteAmplification: leastWritten.totalWriteAmplification,
            }),
          },
        ]
      : []),
  ];
}

/** Several snapshot disciplines under the same requests. */
export function replaySummary(
  rows: readonly PricedResult[],
  device: Device,
  depth: number,
  input: Text,
): Summary {
  const byRate = [...rows].sort((a, b) => b.performance.iops - a.performance.iops);
  const [best] = byRate;
  const worst = byRate.at(-1);
  const leastWritten = leastWrittenOf(rows);
  const advice = replayAdvice(rows, best, worst);
  return {
    question: blocksSummaryWords.question(),
    inputs: {
      requests: input,
      device: cellWords(device.title),
      'queue depth': String(depth),
      disciplines: rows.map(({ discipline }) => discipline.id).join(', '),
    },
    sentence: blocksSummaryWords.sentence({
      title: best ? cellWords(best.discipline.title) : blocksSummaryWords.nothing(),
      best: rate(best),
      best2:
        best === worst
          ? ''
          : blocksSummaryWords.slowest({
              title: cellWords(worst?.discipline.title ?? ''),
              worst: rate(worst),
            }),
      input: terms.sentenceOf({ text: input }),
      title2: cellWords(device.title),
      depth,
    }),
    confidence: blocksSummaryWords.sureReplay(),
    wouldChange: blocksSummaryWords.changeReplay(),
    advice: orNothing(advice, {
      action: blocksSummaryWords.compare(),
      gain: blocksSummaryWords.oneAlone(),
    }),
    keyFigures: [
      {
        name: blocksSummaryWords.fastest({ title: cellWords(best?.discipline.title ?? 'none') }),
        value: blocksSummaryWords.perS({ best: rate(best) }),
        note: `p99 ${inProse(best?.performance.p99Us ?? 0)} µs`,
      },
      {
        name: blocksSummaryWords.slowestName({
          title: cellWords(worst?.discipline.title ?? 'none'),
        }),
        value: blocksSummaryWords.perSWorst({ worst: rate(worst) }),
        note: `p99 ${inProse(worst?.performance.p99Us ?? 0)} µs`,
      },
      {
        name: blocksSummaryWords.leastWritten(),
        value: blocksSummaryWords.times({
          totalWriteAmplification: leastWritten?.totalWriteAmplification ?? 0,
        }),
        note: blocksSummaryWords.withTables({
          title: cellWords(leastWritten?.discipline.title ?? ''),
        }),
      },
    ],
  };
}

/** Space over a snapshot schedule. */
export function blockScheduleSummary(
  title: string,
  points: readonly SchedulePoint[],
  inputs: Readonly<Record<string, Text>>,
  lead: Text,
): Summary {
  const most = points.reduce(
    (a, b) => (b.spaceBytes > a.spaceBytes ? b : a),
    points[0] as SchedulePoint,
  );
  const last = points.at(-1) as SchedulePoint;
  const [start] = points as readonly [SchedulePoint, ...SchedulePoint[]];
  const kept = Math.max(...points.map(({ snapshots }) => snapshots));
  const each = kept > 1 ? (last.spaceBytes - start.spaceBytes) / Math.max(1, kept - 1) : 0;
  return {
    question: blocksSummaryWords.questionSchedule(),
    inputs: { discipline: cellWords(title), ...inputs },
    sentence: blocksSummaryWords.scheduled({
      spaceBytes: bytes(most.spaceBytes),
      kept,
      span: inputs.span ?? '',
      lead,
    }),
    confidence: blocksSummaryWords.sureSchedule(),
    wouldChange: blocksSummaryWords.changeSchedule(),
    advice: orNothing(
      each > 0
        ? [
            {
              action: blocksSummaryWords.oneFewer(),
              gain: blocksSummaryWords.oneFewerGain({ each: bytes(each) }),
            },
          ]
        : [],
      {
        action: blocksSummaryWords.nothingToSave(),
        gain: blocksSummaryWords.noGrowth(),
      },
    ),
    keyFigures: [
      {
        name: blocksSummaryWords.mostSpace(),
        value: bytes(most.spaceBytes),
        note: blocksSummaryWords.interval({ interval: most.interval }),
      },
      {
        name: blocksSummaryWords.atEnd(),
        value: bytes(last.spaceBytes),
        note: blocksSummaryWords.snapshots({ n: last.snapshots }),
      },
      { name: blocksSummaryWords.intervals(), value: String(points.length) },
    ],
  };
}

function reclaimAdvice({ space, missingBase }: Inspection): Advice[] {
  const advice: Advice[] = missingBase
    ? [
        {
          action: blocksSummaryWords.bringBack(),
          gain: blocksSummaryWords.bringBackGain(),
        },
      ]
    : [];
  const gains: [number, Text][] = space
    ? [
        [space.snapshotOnlyBytes, blocksSummaryWords.deleteInternal()],
        [space.leakedBytes, blocksSummaryWords.repair()],
        [space.zeroedBytes, blocksSummaryWords.discard()],
      ]
    : [];
  for (const [gain, action] of gains.sort((a, b) => b[0] - a[0]))
    if (gain > 0) advice.push({ action, gain: blocksSummaryWords.back({ gain: bytes(gain) }) });
  return advice;
}

/** What a disk image is, and what of it can be had back. */
export function inspectSummary(file: string, inspection: Inspection, sentence: Text): Summary {
  const { layers, map, missingBase, snapshots, check } = inspection;
  const [top] = layers;
  return {
    question: blocksSummaryWords.questionInspect(),
    inputs: { file, format: top?.format ?? 'unknown', layers: String(layers.length) },
    sentence,
    verdict: missingBase ? 'unsure' : 'yes',
    confidence: missingBase
      ? blocksSummaryWords.sureMissing()
      : blocksSummaryWords.sureWalked({ check: check ? blocksSummaryWords.refcounts() : '' }),
    wouldChange: blocksSummaryWords.changeInspect(),
    advice: orNothing(reclaimAdvice(inspection), {
      action: blocksSummaryWords.nothingToReclaim(),
      gain: blocksSummaryWords.noLeaked(),
    }),
    keyFigures: [
      { name: blocksSummaryWords.size(), value: bytes(top?.virtualBytes ?? 0) },
      {
        name: blocksSummaryWords.data(),
        value: bytes(map.dataBytes),
        note: blocksSummaryWords.extents({ n: map.extents }),
      },
      { name: blocksSummaryWords.inside(), value: String(snapshots.length) },
    ],
  };
}
