import type { Text } from '../../message.ts';
import { type Advice, inProse, orNothing, type Summary } from '../../summary.ts';
import type { OvercommitAnswer } from '../sections/overcommit.ts';

const gib = (mb: number) => `${inProse(mb / 1024)} GiB`;

function adviceOf({ now, edge, cliff }: OvercommitAnswer): Advice[] {
  const advice: Advice[] = [];
  const { freed, missingMb, minFreeMb, freeMb } = now;
  if (missingMb > 0)
    advice.push({
      action: `Add ${gib(missingMb)} of memory, or move VMs away.`,
      gain: 'VMs that are blocked run again.',
    });
  if (freed.swap > 0)
    advice.push({
      action: `Free ${gib(freed.swap)}, by memory or fewer VMs.`,
      gain: `${gib(freed.swap)} less in swap; swapped pages cost most.`,
    });
  if (freed.balloon + freed.compress > 0)
    advice.push({
      action: `Free ${gib(freed.balloon + freed.compress)}.`,
      gain: 'nothing is ballooned or compressed then.',
    });
  if (freeMb < minFreeMb)
    advice.push({
      action: `Bring free memory to ${gib(minFreeMb)}.`,
      gain: 'the host leaves its reclaiming states.',
    });
  if (edge !== null)
    advice.push({
      action: `Stay below ${inProse(edge)} times the host's memory.`,
      gain: `95 % of speed is kept; at ${inProse(cliff.at(-1)?.ratio ?? 0)} times it is ${inProse(100 * (cliff.at(-1)?.speed ?? 1))} %.`,
    });
  return advice;
}

/** What a host does about memory it has not got, and where the cliff is. */
export function overcommitSummary(
  answer: OvercommitAnswer,
  sentence: Text,
  profile: string,
): Summary {
  const { now, swapReservedMb, edge, samplePeriodS } = answer;
  const slowest = [...now.vms].sort((a, b) => a.speed - b.speed)[0];
  const { share, balloon, compress, swap } = now.freed;
  return {
    question:
      'What does the host do when its VMs want more memory than it has, and where is the cliff?',
    inputs: { profile, VMs: String(now.vms.length) },
    sentence,
    verdict: now.missingMb > 0 ? 'no' : 'yes',
    confidence: `Amounts follow the documented order of the mechanisms; speeds are upper bounds, each active page wanted once in ${samplePeriodS} s. The band reaches down to slow swap.`,
    wouldChange:
      'What VMs touch: active and shareable shares move both the state and the cliff. Give measured working sets with --working-sets.',
    advice: orNothing(adviceOf(answer), {
      action: 'Nothing is needed now.',
      gain: 'free memory is above its mark.',
    }),
    keyFigures: [
      {
        name: 'State',
        value: now.state,
        note: `${gib(now.freeMb)} free, ${gib(now.minFreeMb)} wanted`,
      },
      {
        name: 'Taken back',
        value: gib(share + balloon + compress + swap),
        note: `${gib(swap)} of it swapped`,
      },
      {
        name: 'Cliff',
        value: edge === null ? 'none tried' : `${inProse(edge)} times`,
        note: "VMs' memory over the host's, from which they lose 5 % of speed",
      },
      {
        name: 'Slowest VM',
        value: slowest ? `${inProse(100 * slowest.speed)} % of speed` : 'none',
        note: slowest?.id ?? '',
      },
      { name: 'Swap space reserved', value: gib(swapReservedMb) },
    ],
  };
}
