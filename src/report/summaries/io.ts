import { formatBytes } from '../../format.ts';
import type { Text } from '../../message.ts';
import type { ChangedSetting } from '../../model/io/changed.ts';
import type { RequestCost } from '../../model/io/request.ts';
import type { IoAnswer } from '../../model/io/what-if.ts';
import { inProse, type KeyFigure, orNothing, type Summary } from '../../summary.ts';
import { plural } from '../../words.ts';

const cpuUs = ({ guestUs, backEndUs }: RequestCost) => guestUs + backEndUs;

/** What a request or packet costs on each path, and what to move to. */
export function ioSummary(
  { question, costs, load }: IoAnswer,
  sentence: Text,
  changes: readonly ChangedSetting[],
): Summary {
  const { best, slow } = ranked(costs);
  const unit = question.kind === 'packet' ? 'packets/s' : 'requests/s';
  const unverified = costs.filter((path) => path.unverified || path.status === 'estimated').length;
  const advice = slow.slice(0, 3).map((path) => ({
    action: `Replace ${path.title} by ${best?.title}.`,
    gain: `${inProse(best?.iops ?? 0)} instead of ${inProse(path.iops)} ${unit}, ${inProse(cpuUs(best as RequestCost))} instead of ${inProse(cpuUs(path))} µs of CPU each.`,
  }));
  const [change] = changes.filter(({ most }) => most !== undefined);
  return {
    question: `What does a ${question.kind === 'packet' ? 'packet' : question.read ? 'read' : 'write'} of ${formatBytes(question.bytes)} cost on each way to the device?`,
    inputs: {
      host: question.host.title,
      size: formatBytes(question.bytes),
      'queue depth': String(question.queueDepth),
      vCPUs: String(question.vcpus),
      device: `${inProse(load.device.iops)} operations/s, ${inProse(load.device.latencyUs)} µs`,
    },
    sentence,
    confidence: `${unverified} of ${plural(costs.length, 'path')} rest on a number that is estimated or unverified; the largest errors against published figures are in the evidence below.`,
    wouldChange:
      change?.most !== undefined
        ? `Of the settings given, ${change.setting} (${change.value}) moves ${change.most.with.title} most: ${inProse(change.most.without.iops)} to ${inProse(change.most.with.iops)} ${unit}.`
        : best
          ? `${best.title} is limited by ${best.limitedBy}: a faster one, or another queue depth, moves the rate; a slower clock moves the CPU time.`
          : 'Another path, size or queue depth.',
    advice: orNothing(advice, {
      action: 'Nothing to replace.',
      gain: 'no other path was asked about.',
    }),
    keyFigures: figuresOf(costs, unit),
  };
}

/** The fastest virtual path, the slowest, and the machine without virtualization. */
function figuresOf(costs: readonly RequestCost[], unit: string): KeyFigure[] {
  const { best, slow, native } = ranked(costs);
  return [
    ...(best
      ? [
          {
            name: `Fastest virtual path: ${best.title}`,
            value: `${inProse(best.iops)} ${unit}`,
            note: `limited by ${best.limitedBy}`,
          },
        ]
      : []),
    ...(best
      ? [
          {
            name: 'CPU of one on it',
            value: `${inProse(cpuUs(best))} µs`,
            note: 'guest and back end',
          },
        ]
      : []),
    ...(slow[0]
      ? [
          {
            name: `Slowest: ${slow[0].title}`,
            value: `${inProse(slow[0].iops)} ${unit}`,
            note: `${inProse(cpuUs(slow[0]))} µs of CPU each`,
          },
        ]
      : []),
    ...(native
      ? [
          {
            name: 'Without virtualization',
            value: `${inProse(native.iops)} ${unit}`,
            note: `${inProse(native.latencyUs)} µs`,
          },
        ]
      : []),
    ...(costs.length < 3
      ? [
          {
            name: 'Latency',
            value: `${inProse(best?.latencyUs ?? 0)} µs`,
            note: 'at the depth asked',
          },
        ]
      : []),
  ];
}

/** Paths by their rate; the machine itself apart. */
function ranked(costs: readonly RequestCost[]) {
  const byRate = [...costs].sort((a, b) => b.iops - a.iops || cpuUs(a) - cpuUs(b));
  const best = byRate.find(({ path }) => path !== 'native') ?? byRate[0];
  return {
    best,
    native: costs.find(({ path }) => path === 'native'),
    slow: byRate.filter((path) => best && path !== best && path.path !== 'native').reverse(),
  };
}
