import { formatBytes } from '../../format.ts';
import type { Text } from '../../message.ts';
import { cellWords } from '../../messages/cells.ts';
import { createWords } from '../../messages/plan-create.ts';
import { terms } from '../../messages/terms.ts';
import { inProse, orNothing, type Summary } from '../../summary.ts';
import type { CreateCase } from '../sections/plan/create.ts';

/** How soon new machines serve, and which stage to shorten. */
export function createSummary(cases: readonly CreateCase[], sentence: Text): Summary {
  const byTime = [...cases].sort((a, b) => a.prediction.last.value - b.prediction.last.value);
  const fastest = byTime[0] as CreateCase;
  const { request } = fastest;
  const advice = cases.map(({ request: { plane }, prediction: { stages, longest, last } }) => {
    const stage = stages.find((entry) => entry.stage === longest);
    return {
      by: stage?.seconds.value ?? 0,
      action: createWords.shorten({ plane: plane.id, stage: cellWords(longest) }),
      gain: createWords.shortenGain({ stage: stage?.seconds.value ?? 0, all: last.value }),
    };
  });
  return {
    question: createWords.question({ n: request.count }),
    inputs: {
      machines: String(request.count),
      hosts: String(request.hosts),
      image: request.cached
        ? createWords.onEveryHost({ size: request.imageBytes })
        : createWords.notOnHosts({ size: request.imageBytes }),
      disks: request.clone === 'full' ? createWords.fullCopies() : createWords.linkedClones(),
    },
    sentence,
    confidence: createWords.confidence(),
    wouldChange: createWords.wouldChange(),
    advice: orNothing(
      advice.sort((a, b) => b.by - a.by).map(({ action, gain }) => ({ action, gain })),
      { action: createWords.nothing(), gain: createWords.nothingGain() },
    ),
    keyFigures: [
      ...byTime.slice(0, 4).map(({ request: { plane }, prediction: { last } }) => ({
        name: createWords.lastOn({ plane: plane.id }),
        value: terms.seconds({ value: last.value }),
        note: createWords.band({ low: last.low, high: last.high }),
      })),
      {
        name: createWords.perMinute(),
        value: inProse(fastest.prediction.perMinute.value),
        note: createWords.on({ plane: request.plane.id }),
      },
      {
        name: createWords.imageSent(),
        value: formatBytes(fastest.prediction.imageBytesSent, 3),
        note: createWords.on({ plane: request.plane.id }),
      },
    ].slice(0, 5),
  };
}
