import { formatBytes } from '../../format.ts';
import type { Text } from '../../message.ts';
import { cellWords } from '../../messages/cells.ts';
import { hostTitles } from '../../messages/hosts.ts';
import { ioSummaryWords } from '../../messages/io-summary.ts';
import { terms } from '../../messages/terms.ts';
import type { ChangedSetting } from '../../model/io/changed.ts';
import type { RequestCost } from '../../model/io/request.ts';
import type { IoAnswer } from '../../model/io/what-if.ts';
import { inProse, type KeyFigure, orNothing, type Summary } from '../../summary.ts';

const cpuUs = ({ guestUs, backEndUs }: RequestCost) => guestUs + backEndUs;

/** What a request or packet costs on each path, and what to move to. */
export function ioSummary(
  { question, costs, load }: IoAnswer,
  sentence: Text,
  changes: readonly ChangedSetting[],
): Summary {
  const { best, slow } = ranked(costs);
  const unit =
    question.kind === 'packet' ? ioSummaryWords.packetsPerS() : ioSummaryWords.requestsPerS();
  const unverified = costs.filter((path) => path.unverified || path.status === 'estimated').length;
  const advice = slow.slice(0, 3).map((path) => ({
    action: ioSummaryWords.replace({
      title: cellWords(path.title),
      title2: cellWords(best?.title ?? ''),
    }),
    gain: ioSummaryWords.replaceGain({
      iops: best?.iops ?? 0,
      iops2: path.iops,
      unit,
      best: cpuUs(best as RequestCost),
      path: cpuUs(path),
    }),
  }));
  const [change] = changes.filter(({ most }) => most !== undefined);
  return {
    question: ioSummaryWords.question({
      kind: cellWords(question.kind === 'packet' ? 'packet' : question.read ? 'read' : 'write'),
      bytes: question.bytes,
    }),
    inputs: {
      host: hostTitles(question.host.title),
      size: formatBytes(question.bytes),
      'queue depth': String(question.queueDepth),
      vCPUs: String(question.vcpus),
      device: ioSummaryWords.device({ iops: load.device.iops, latencyUs: load.device.latencyUs }),
    },
    sentence,
    confidence: ioSummaryWords.confidence({ unverified, costs: costs.length }),
    wouldChange:
      change?.most !== undefined
        ? ioSummaryWords.moves({
            setting: cellWords(change.setting),
            value: cellWords(change.value),
            title: cellWords(change.most.with.title),
            iops: change.most.without.iops,
            iops2: change.most.with.iops,
            unit,
          })
        : best
          ? ioSummaryWords.limited({
              title: cellWords(best.title),
              limitedBy: cellWords(best.limitedBy),
            })
          : ioSummaryWords.another(),
    advice: orNothing(advice, {
      action: ioSummaryWords.nothing(),
      gain: ioSummaryWords.noOther(),
    }),
    keyFigures: figuresOf(costs, unit),
  };
}

/** The fastest virtual path, the slowest, and the machine without virtualization. */
function figuresOf(costs: readonly RequestCost[], unit: Text): KeyFigure[] {
  const { best, slow, native } = ranked(costs);
  return [
    ...(best
      ? [
          {
            name: ioSummaryWords.fastest({ title: cellWords(best.title) }),
            value: terms.amount({ value: best.iops, unit }),
            note: ioSummaryWords.limitedBy({ limitedBy: cellWords(best.limitedBy) }),
          },
        ]
      : []),
    ...(best
      ? [
          {
            name: ioSummaryWords.cpuOfOne(),
            value: `${inProse(cpuUs(best))} µs`,
            note: ioSummaryWords.guestAndBack(),
          },
        ]
      : []),
    ...(slow[0]
      ? [
          {
            name: ioSummaryWords.slowest({ title: cellWords(slow[0].title) }),
            value: terms.amount({ value: slow[0].iops, unit }),
            note: ioSummaryWords.cpuEach({ slow: cpuUs(slow[0]) }),
          },
        ]
      : []),
    ...(native
      ? [
          {
            name: ioSummaryWords.without(),
            value: terms.amount({ value: native.iops, unit }),
            note: `${inProse(native.latencyUs)} µs`,
          },
        ]
      : []),
    ...(costs.length < 3
      ? [
          {
            name: ioSummaryWords.latency(),
            value: `${inProse(best?.latencyUs ?? 0)} µs`,
            note: ioSummaryWords.atDepth(),
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
