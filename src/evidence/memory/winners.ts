// Which of two monitors is faster: the order must be right even where a figure is far off.
import type { Case } from '../suite.ts';
import type { Target } from './target.ts';

/** Costs of binary translation and first-generation hardware on one processor, less is better. */
const pairs: readonly { id: string; bt: string; hw1: string }[] = [
  ...['pgfault', 'ptemod'].map((test) => ({
    id: `mem.res.nanobench.${test}`,
    bt: `mem.res.nanobench.${test}.bt`,
    hw1: `mem.res.nanobench.${test}.hw1`,
  })),
  {
    id: 'mem.res.forkwait',
    bt: 'mem.res.forkwait.bt_shadow',
    hw1: 'mem.res.forkwait.hw1_shadow',
  },
];

const faster = (bt: unknown, hw1: unknown) =>
  typeof bt === 'number' && typeof hw1 === 'number' ? (bt < hw1 ? 'bt' : 'hw1') : null;

/** One case per pair of which both values are given and predicted. */
export function winnerCases(
  targets: readonly Target[],
  predicted: ReadonlyMap<string, unknown>,
): Case[] {
  const expected = new Map(targets.map(({ id, value }) => [id, value]));
  return pairs.flatMap(({ id, bt, hw1 }) => {
    const expects = faster(expected.get(bt), expected.get(hw1));
    const predicts = faster(predicted.get(bt), predicted.get(hw1));
    if (expects === null || predicts === null) return [];
    const pass = expects === predicts;
    return [
      {
        id,
        metric: 'faster',
        unit: 'monitor',
        expected: expects,
        predicted: predicts,
        error: pass ? 0 : null,
        bound: 0,
        pass,
      },
    ];
  });
}
