import { formatBytes, formatSeconds } from '../../format.ts';
import type { Text } from '../../message.ts';
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
      action: `${plane.id}: shorten ${longest} first.`,
      gain: `at most ${formatSeconds(stage?.seconds.value ?? 0)} of ${formatSeconds(last.value)}.`,
    };
  });
  return {
    question: `How soon do ${request.count.toLocaleString('en-US')} new machines serve?`,
    inputs: {
      machines: String(request.count),
      hosts: String(request.hosts),
      image: `${formatBytes(request.imageBytes)}, ${request.cached ? 'on every host already' : 'not on the hosts yet'}`,
      disks: request.clone === 'full' ? 'full copies' : 'linked clones',
    },
    sentence,
    confidence:
      'Weak: most numbers of the control planes are recalled or assumed, hence bands of a factor of three and more; each stands below with its source.',
    wouldChange:
      'The boot time of the image and the time a host agent takes for one machine: time one machine of your own and compare.',
    advice: orNothing(
      advice.sort((a, b) => b.by - a.by).map(({ action, gain }) => ({ action, gain })),
      { action: 'Nothing to shorten.', gain: 'no stage takes time.' },
    ),
    keyFigures: [
      ...byTime.slice(0, 4).map(({ request: { plane }, prediction: { last } }) => ({
        name: `Last machine on ${plane.id}`,
        value: formatSeconds(last.value),
        note: `${formatSeconds(last.low)} to ${formatSeconds(last.high)}`,
      })),
      {
        name: 'Machines a minute',
        value: inProse(fastest.prediction.perMinute.value),
        note: `on ${request.plane.id}`,
      },
      {
        name: 'Image sent',
        value: formatBytes(fastest.prediction.imageBytesSent, 3),
        note: `on ${request.plane.id}`,
      },
    ].slice(0, 5),
  };
}
