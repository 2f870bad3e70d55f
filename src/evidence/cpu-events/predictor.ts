import { kvmperfRules } from './kvmperf.ts';
import { calibrate, knownMachines, machineOf } from './machines.ts';
import { pvmRules } from './pvm.ts';
import { bundledRecords, type CpuRecord } from './records.ts';
import type { Rule } from './rule.ts';
import { releaseIn } from './steps.ts';

export interface Predicted {
  value: number;
  bound: number;
  /** The model was built from this very number. */
  calibration: boolean;
}

const rules: readonly Rule[] = [...kvmperfRules, ...pvmRules];

/** Model inputs come from the shipped reference, never from the records to be predicted. */
async function shippedInputs(): Promise<(id: string) => number | undefined> {
  const values = new Map<string, number>();
  for (const { id, value } of await bundledRecords()) {
    if (typeof value === 'number') values.set(id, value);
  }
  return (id) => values.get(id);
}

/** A function from record to prediction; with anchors only their machine is predicted. */
export async function predictor(
  records: readonly CpuRecord[],
  anchors: readonly string[] | undefined,
): Promise<(record: CpuRecord) => Predicted | undefined> {
  const shipped = await shippedInputs();
  const calibrated = anchors ? calibrate(records, anchors) : undefined;
  const machine = (name: string) => {
    if (name === calibrated?.name) return calibrated.host;
    return Object.hasOwn(knownMachines, name) ? knownMachines[name] : undefined;
  };
  return ({ id, conditions }) => {
    if (calibrated && (machineOf(id) !== calibrated.name || anchors?.includes(id)))
      return undefined;
    const input = (wanted: string) => {
      if (wanted === id) throw new Error(`prediction of ${id} asked for its own value`);
      return shipped(wanted);
    };
    for (const rule of rules) {
      const match = rule.pattern.exec(id);
      if (!match) continue;
      const value = rule.predict(match, {
        machine,
        input,
        release: releaseIn(conditions),
        calibrated: calibrated !== undefined,
      });
      if (value === undefined) return undefined;
      const calibration = !calibrated && (rule.calibration?.(id) ?? false);
      return { value, bound: rule.bound, calibration };
    }
    return undefined;
  };
}
