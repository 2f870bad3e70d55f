import { basename } from 'node:path';
import { i32, nth } from '../../elements.ts';
import { badInput } from '../../errors.ts';
import { readFailure } from '../../files/read-input.ts';
import { type MachineLoad, planetLabLoad } from '../../plan/simulation/load.ts';
import { memoryInKib } from '../inventory/opendc.ts';
import { readPlanetLabDay } from '../planetlab.ts';
import { eachBitbrainsFragment } from './bitbrains.ts';
import { FragmentList } from './fragments.ts';
import { eachOpendcFragment } from './opendc.ts';
import { findTrace, type TraceSource, traceName } from './source.ts';

/** Fragments of a Bitbrains or OpenDC trace with the sizes of its machines. */
export async function readFragments(
  trace: Extract<TraceSource, { kind: 'bitbrains' | 'opendc' }>,
): Promise<FragmentList> {
  const list = new FragmentList();
  const index = new Map<string, number>();
  const machineOf = (name: string, shown = name) => {
    const known = index.get(name);
    if (known !== undefined) return known;
    index.set(name, list.machines.length);
    return list.machines.push({ name: shown, vcpus: 0, capacityMhz: 0, memoryMib: 0 }) - 1;
  };
  if (trace.kind === 'bitbrains') {
    await eachBitbrainsFragment(trace.files, {
      fragment: (file, start, duration, mhz) =>
        list.add(machineOf(file, traceName(file)), start, duration, mhz),
      sizes(file, vcpus, capacityMhz, memoryKib) {
        const machine = nth(list.machines, machineOf(file, traceName(file)));
        Object.assign(machine, { vcpus, capacityMhz, memoryMib: memoryKib / 1024 });
      },
    });
    return list;
  }
  await eachOpendcFragment(trace.tasks, trace.fragments, {
    task(id, { vcpus, capacityMhz, memory }) {
      Object.assign(nth(list.machines, machineOf(id)), { vcpus, capacityMhz, memoryMib: memory });
    },
    fragment: (id, start, duration, mhz) => list.add(machineOf(id), start, duration, mhz),
  });
  if (memoryInKib(list.machines)) for (const machine of list.machines) machine.memoryMib /= 1024;
  return list;
}

/** Demand of every machine of a PlanetLab day, Bitbrains file or folder, or OpenDC folder, on a grid of `stepS`. */
export async function readMachineLoad(path: string, stepS = 300): Promise<MachineLoad> {
  try {
    const trace = await findTrace(path);
    if (trace.kind === 'planetlab') {
      const { day, percent } = await readPlanetLabDay(trace.path);
      return planetLabLoad(day, percent);
    }
    if (trace.kind === 'vrops') {
      throw badInput({
        file: path,
        expected: 'a trace that says the memory of its machines',
        found: 'a view of Aria Operations, which does not',
        hint: 'Give the view to plan INVENTORY --load.',
      });
    }
    const list = await readFragments(trace);
    const { steps, demandMhz, firstStep, endStep } = list.onGrid(stepS);
    if (steps === 0) throw badInput({ file: path, expected: 'some load', found: 'none' });
    const machines = list.machines.map((machine, i) => ({
      ...machine,
      vcpus: Math.max(1, machine.vcpus),
      firstStep: i32(firstStep, i),
      endStep: i32(endStep, i),
    }));
    return { name: traceName(basename(path)), stepS, steps, machines, demandMhz };
  } catch (error) {
    throw readFailure(path, error);
  }
}
