import { nth } from '../../elements.ts';
import { vmModelOf, vmModels } from '../cloudsim/setup.ts';

/** One machine of a load: sizes as the trace states them. */
export interface LoadMachine {
  name: string;
  vcpus: number;
  /** Clock of all vCPUs together, MHz. */
  capacityMhz: number;
  memoryMib: number;
  /** Steps the machine exists: from `firstStep` up to, not including, `endStep`. */
  firstStep: number;
  endStep: number;
}

/** Demand of machines over time, constant within a step. */
export interface MachineLoad {
  name: string;
  stepS: number;
  steps: number;
  machines: LoadMachine[];
  /** MHz asked for on average over a step; row per step, `machines.length` values each. */
  demandMhz: Float64Array;
}

const PLANETLAB_STEP_S = 300;

/**
 * A PlanetLab day on the four machine sizes of CloudSim's experiment (2500/870, 2000/1740, 1000/1740, 500/613
 * MIPS/MB, a quarter of the machines each, in order): samples are percent of the machine's MIPS, one a 300 s.
 */
export function planetLabLoad(name: string, percent: readonly Uint8Array[]): MachineLoad {
  const machines = percent.map((samples, i): LoadMachine => {
    const { mips, ramMb } = nth(vmModels, vmModelOf(i, percent.length));
    return {
      name: `machine-${i + 1}`,
      vcpus: 1,
      capacityMhz: mips,
      memoryMib: ramMb,
      firstStep: 0,
      endStep: samples.length,
    };
  });
  const steps = percent[0]?.length ?? 0;
  const demandMhz = new Float64Array(steps * machines.length);
  percent.forEach((samples, i) => {
    const { capacityMhz } = nth(machines, i);
    samples.forEach((value, step) => {
      demandMhz[step * machines.length + i] = (value / 100) * capacityMhz;
    });
  });
  return { name, stepS: PLANETLAB_STEP_S, steps, machines, demandMhz };
}
