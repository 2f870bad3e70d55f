import { nth } from '../../elements.ts';
import { type Case, type Prediction, type Suite, summarize } from '../suite.ts';
import { compareFinal, compareStep, type RecordedMaps } from './compare.ts';
import { finalStates, replay } from './replay.ts';
import { readSequences, type Sequence } from './sequence.ts';

function predictSequence(sequence: Sequence): Prediction[] {
  return [...replay(sequence)].map((step, i) => ({ id: `${sequence.id}/${i}`, ...step }));
}

function validateSequence(sequence: Sequence): { cases: Case[]; states: number } {
  const maps: RecordedMaps = new Map();
  const cases: Case[] = [];
  const run = replay(sequence);
  let states = 0;
  for (let step = 0; ; step++) {
    const next = run.next();
    if (next.done) {
      cases.push(...compareFinal(`${sequence.id}/final`, sequence.final, finalStates(next.value)));
      return { cases, states };
    }
    const recorded = nth(sequence.steps, step);
    states += Object.keys(recorded.obs ?? {}).length;
    cases.push(...compareStep(`${sequence.id}/${step}`, recorded, next.value, maps));
  }
}

/** Recorded operation sequences of a real qcow2 driver, to be equal in every observed state. */
export const qcow2Map: Suite = {
  id: 'qcow2-map',
  title: 'qcow2 maps, refcounts, contents and host data I/O after every operation',
  repeatability: {
    system: "QEMU's qcow2 driver",
    known: 'exact',
    note: 'images are the same every time, but for commits of many short pieces, whose order is a race in the driver (test:qemu repeats them).',
  },
  async predict({ data }) {
    return (await readSequences(data)).flatMap(predictSequence);
  },
  async validate({ data }) {
    const sequences = await readSequences(data);
    const results = sequences.map(validateSequence);
    const cases = results.flatMap((result) => result.cases);
    const states = results.reduce((sum, result) => sum + result.states, 0);
    return { cases, summary: { ...summarize(cases), sequences: sequences.length, states } };
  },
};
