import { present } from '../../elements.ts';
import { printable, UserError } from '../../errors.ts';
import {
  type DataIo,
  type Image,
  Machine,
  type Observation,
  type Op,
  observe,
  snapshotContentOf,
} from '../../qcow2/index.ts';
import type { Sequence } from './sequence.ts';

export interface StepPrediction {
  obs: Record<string, Observation>;
  /** Host data I/O of every image the operation opened; absent where none is recorded. */
  io?: Record<string, Partial<DataIo>>;
}

/** Operations whose host I/O the recordings leave out. */
const WITHOUT_IO = new Set<Op[0]>(['create', 'overlay', 'commit', 'rebase_u', 'resize']);

/** Replays the operations of a sequence, one prediction a step; no observed field is read. */
export function* replay(sequence: Sequence): Generator<StepPrediction, Machine> {
  const machine = new Machine();
  for (const [step, { op }] of sequence.steps.entries()) {
    yield runStep(machine, op, `${sequence.id}/${step}`);
  }
  return machine;
}

function runStep(machine: Machine, op: Op, id: string): StepPrediction {
  try {
    const opened = WITHOUT_IO.has(op[0]) ? [] : chainNames(machine.image(op[1]));
    const recorded = machine.run(op).recorded();
    const image = machine.image(op[1]);
    const obs = { [image.name]: observe(image) };
    if (op[0] === 'commit') obs[present(image.backing).name] = observe(present(image.backing));
    if (WITHOUT_IO.has(op[0])) return { obs };
    const io = Object.fromEntries(opened.map((name) => [name, {}]));
    return { obs, io: { ...io, ...recorded } };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UserError(printable(`${id}: ${error.message}.`));
  }
}

function chainNames(image: Image): string[] {
  const names: string[] = [];
  for (let layer: Image | null = image; layer; layer = layer.backing) names.push(layer.name);
  return names;
}

/** Final state of every image with the content of its snapshots. */
export function finalStates(machine: Machine) {
  const states: Record<string, Observation & { snaps: Record<string, string> }> = {};
  for (const [name, image] of machine.images) {
    const snaps: Record<string, string> = {};
    for (const entry of image.snapshots) snaps[entry.name] = snapshotContentOf(image, entry).dig;
    states[name] = { ...observe(image), snaps };
  }
  return states;
}
