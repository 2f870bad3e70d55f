import type { Text } from '../../message.ts';
import { cellWords } from '../../messages/cells.ts';
import { overcommitWords } from '../../messages/overcommit.ts';
import { type Advice, orNothing, type Summary } from '../../summary.ts';
import type { OvercommitAnswer } from '../sections/overcommit.ts';

const gib = (mb: number) => overcommitWords.gib({ mb: mb / 1024 });

function adviceOf({ now, edge, cliff }: OvercommitAnswer): Advice[] {
  const advice: Advice[] = [];
  const { freed, missingMb, minFreeMb, freeMb } = now;
  if (missingMb > 0)
    advice.push({
      action: overcommitWords.addMemory({ missingMb: gib(missingMb) }),
      gain: overcommitWords.unblocked(),
    });
  if (freed.swap > 0)
    advice.push({
      action: overcommitWords.freeSwap({ swap: gib(freed.swap) }),
      gain: overcommitWords.lessSwap({ swap: gib(freed.swap) }),
    });
  if (freed.balloon + freed.compress > 0)
    advice.push({
      action: overcommitWords.freeBalloon({ balloon: gib(freed.balloon + freed.compress) }),
      gain: overcommitWords.noBalloon(),
    });
  if (freeMb < minFreeMb)
    advice.push({
      action: overcommitWords.bringFree({ minFreeMb: gib(minFreeMb) }),
      gain: overcommitWords.leavesStates(),
    });
  if (edge !== null)
    advice.push({
      action: overcommitWords.stayBelow({ edge }),
      gain: overcommitWords.speedKept({
        ratio: cliff.at(-1)?.ratio ?? 0,
        x: 100 * (cliff.at(-1)?.speed ?? 1),
      }),
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
    question: overcommitWords.question(),
    inputs: { profile: cellWords(profile), VMs: String(now.vms.length) },
    sentence,
    verdict: now.missingMb > 0 ? 'no' : 'yes',
    confidence: overcommitWords.confidence({ samplePeriodS }),
    wouldChange: overcommitWords.wouldChange(),
    advice: orNothing(adviceOf(answer), {
      action: overcommitWords.nothingNow(),
      gain: overcommitWords.aboveMark(),
    }),
    keyFigures: [
      {
        name: overcommitWords.state(),
        value: cellWords(now.state),
        note: overcommitWords.freeWanted({
          freeMb: gib(now.freeMb),
          minFreeMb: gib(now.minFreeMb),
        }),
      },
      {
        name: overcommitWords.takenBack(),
        value: gib(share + balloon + compress + swap),
        note: overcommitWords.ofItSwapped({ swap: gib(swap) }),
      },
      {
        name: overcommitWords.cliff(),
        value: edge === null ? overcommitWords.noneTried() : overcommitWords.times({ edge }),
        note: overcommitWords.cliffNote(),
      },
      {
        name: overcommitWords.slowest(),
        value: slowest ? overcommitWords.ofSpeed({ speed: 100 * slowest.speed }) : 'none',
        note: slowest?.id ?? '',
      },
      { name: overcommitWords.swapReserved(), value: gib(swapReservedMb) },
    ],
  };
}
