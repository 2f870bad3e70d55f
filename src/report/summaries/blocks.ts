import { formatBytes } from '../../format.ts';
import type { Inspection } from '../../formats/disk-image/inspect.ts';
import type { Text } from '../../message.ts';
import type { Device } from '../../model/blocks/device.ts';
import type { PricedResult } from '../../model/blocks/replay-costs.ts';
import type { SchedulePoint } from '../../model/blocks/schedule.ts';
import { type Advice, inProse, orNothing, type Summary } from '../../summary.ts';
import { capital, plural } from '../../words.ts';

const bytes = (value: number) => formatBytes(value, 3);

/** Several snapshot disciplines under the same requests. */
export function replaySummary(
  rows: readonly PricedResult[],
  device: Device,
  depth: number,
  input: string,
): Summary {
  const byRate = [...rows].sort((a, b) => b.performance.iops - a.performance.iops);
  const [best] = byRate;
  const worst = byRate.at(-1);
  const leastWritten = [...rows].sort(
    (a, b) => a.totalWriteAmplification - b.totalWriteAmplification,
  )[0];
  const rate = (row: PricedResult | undefined) => inProse(row?.performance.iops ?? 0);
  const advice: Advice[] = [
    ...(best && worst && best !== worst
      ? [
          {
            action: `Use ${best.discipline.title} where the rate counts.`,
            gain: `${rate(best)} instead of ${rate(worst)} requests/s under ${worst.discipline.title}.`,
          },
        ]
      : []),
    ...(leastWritten && worst && rows.length > 1
      ? [
          {
            action: `Use ${leastWritten.discipline.title} where wear counts.`,
            gain: `${inProse(leastWritten.totalWriteAmplification)} bytes written for one of the guest, tables included.`,
          },
        ]
      : []),
  ];
  return {
    question: 'What do snapshots cost these requests, under each discipline?',
    inputs: {
      requests: input,
      device: device.title,
      'queue depth': String(depth),
      disciplines: rows.map(({ discipline }) => discipline.id).join(', '),
    },
    sentence: `${best?.discipline.title ?? 'Nothing'} serves these requests fastest, ${rate(best)} a second${best === worst ? '' : `; ${worst?.discipline.title} slowest, ${rate(worst)}`}. ${capital(input)}, on ${device.title} at queue depth ${depth}.`,
    confidence:
      'Copies, tables and lookups were counted by replaying every request; rates follow from the device profile, whose numbers are below with their sources.',
    wouldChange:
      'Where writes land: local writes pay the copy once, scattered ones go on paying. More snapshots kept and a smaller grain move every discipline.',
    advice: orNothing(advice, {
      action: 'Compare others with --discipline all.',
      gain: 'one discipline alone was asked about.',
    }),
    keyFigures: [
      {
        name: `Fastest: ${best?.discipline.title ?? 'none'}`,
        value: `${rate(best)} requests/s`,
        note: `p99 ${inProse(best?.performance.p99Us ?? 0)} µs`,
      },
      {
        name: `Slowest: ${worst?.discipline.title ?? 'none'}`,
        value: `${rate(worst)} requests/s`,
        note: `p99 ${inProse(worst?.performance.p99Us ?? 0)} µs`,
      },
      {
        name: 'Least written',
        value: `${inProse(leastWritten?.totalWriteAmplification ?? 0)} times`,
        note: `${leastWritten?.discipline.title ?? ''}, tables included`,
      },
    ],
  };
}

/** Space over a snapshot schedule. */
export function blockScheduleSummary(
  title: string,
  points: readonly SchedulePoint[],
  inputs: Readonly<Record<string, string>>,
  lead: string,
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
    question: 'How much space does a snapshot schedule take, and what does it add to writes?',
    inputs: { discipline: title, ...inputs },
    sentence: `The disk takes ${bytes(most.spaceBytes)} at most, with ${plural(kept, 'snapshot')} of ${inputs.span}. ${lead}`,
    confidence:
      'Every write of the schedule was replayed on the block map; nothing is sampled. The pattern stands for the guest.',
    wouldChange:
      'How many distinct blocks the guest writes between two snapshots, and how many snapshots are kept.',
    advice: orNothing(
      each > 0
        ? [{ action: 'Keep one snapshot fewer.', gain: `about ${bytes(each)} of space.` }]
        : [],
      {
        action: 'Nothing to save.',
        gain: 'the schedule takes no growing space.',
      },
    ),
    keyFigures: [
      { name: 'Most space', value: bytes(most.spaceBytes), note: `interval ${most.interval}` },
      {
        name: 'Space at the end',
        value: bytes(last.spaceBytes),
        note: plural(last.snapshots, 'snapshot'),
      },
      { name: 'Intervals', value: String(points.length) },
    ],
  };
}

function reclaimAdvice({ space, missingBase }: Inspection): Advice[] {
  const advice: Advice[] = missingBase
    ? [
        {
          action: 'Bring back the missing base image.',
          gain: 'the disk cannot be read whole without it.',
        },
      ]
    : [];
  const gains: [number, string][] = space
    ? [
        [space.snapshotOnlyBytes, 'Delete the internal snapshots.'],
        [space.leakedBytes, 'Repair leaked clusters (qemu-img check -r leaks).'],
        [space.zeroedBytes, 'Discard clusters that read as zero.'],
      ]
    : [];
  for (const [gain, action] of gains.sort((a, b) => b[0] - a[0]))
    if (gain > 0) advice.push({ action, gain: `${bytes(gain)} back.` });
  return advice;
}

/** What a disk image is, and what of it can be had back. */
export function inspectSummary(file: string, inspection: Inspection, sentence: Text): Summary {
  const { layers, map, missingBase, snapshots, check } = inspection;
  const [top] = layers;
  return {
    question: 'What is in this disk image, and what of it can be had back?',
    inputs: { file, format: top?.format ?? 'unknown', layers: String(layers.length) },
    sentence,
    verdict: missingBase ? 'unsure' : 'yes',
    confidence: missingBase
      ? 'The base is missing: what is below it is unknown.'
      : `The map was walked whole${check ? ', and the refcounts were checked' : ''}; the file was only read.`,
    wouldChange: 'A guest that runs: what it writes after this moment is not in the map.',
    advice: orNothing(reclaimAdvice(inspection), {
      action: 'Nothing to reclaim.',
      gain: 'no leaked, zeroed or snapshot-only clusters.',
    }),
    keyFigures: [
      { name: 'Size of the disk', value: bytes(top?.virtualBytes ?? 0) },
      { name: 'Data', value: bytes(map.dataBytes), note: plural(map.extents, 'extent') },
      { name: 'Snapshots inside', value: String(snapshots.length) },
    ],
  };
}
