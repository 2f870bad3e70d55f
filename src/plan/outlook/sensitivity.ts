import { loadsAfterFailure } from '../answer.ts';
import { applyWhatIf } from '../apply-what-if.ts';
import type { Plan } from '../plan.ts';
import type { WhatIf } from '../what-if.ts';
import { byTightness, type Loaded, tightness } from './verdict.ts';

/** One assumption moved both ways, and the load of what runs out first then (1 = full, failures borne). */
export interface Sensitivity {
  what: string;
  low: { setting: string; load: number };
  high: { setting: string; load: number };
}

/** Load of the fullest resource of any cluster with failures borne: unlike room it does not hang on the packing. */
export const tightestLoad = ({ clusters }: { clusters: readonly Loaded[] }): number =>
  byTightness({ clusters }).map(tightness)[0] ?? 0;

const STEP = 0.1;
const shown = (value: number) => String(Number(value.toPrecision(3)));

/**
 * Each assumption of a plan a tenth lower and higher (hosts that may fail: one), largest effect first. One that leaves
 * a cluster without a host has no load to show.
 */
export function sensitivities(plan: Plan): Sensitivity[] {
  const { settings } = plan;
  const at = (setting: string, patch: Omit<WhatIf, 'name'>) => ({
    setting,
    load: tightestLoad({
      clusters: loadsAfterFailure(applyWhatIf(plan, { ...patch, name: setting })),
    }),
  });
  const scaled = (what: string, patch: (factor: number) => Omit<WhatIf, 'name'>) => ({
    what,
    low: at(`−${100 * STEP} %`, patch(1 - STEP)),
    high: at(`+${100 * STEP} %`, patch(1 + STEP)),
  });
  const ratio = (what: string, key: 'cpuRatio' | 'memoryRatio') => {
    const [low, high] = [settings[key] * (1 - STEP), settings[key] * (1 + STEP)];
    return {
      what,
      low: at(shown(low), { set: { [key]: low } }),
      high: at(shown(high), { set: { [key]: high } }),
    };
  };
  const failures = settings.tolerateHosts;
  return [
    ratio('vCPUs per core', 'cpuRatio'),
    ratio('memory overcommit', 'memoryRatio'),
    scaled('number of machines', (factor) => ({ scale: { vms: factor } })),
    scaled('memory of machines', (factor) => ({ scale: { memory: factor } })),
    {
      what: 'failed hosts borne',
      low: at(`${Math.max(0, failures - 1)}`, {
        set: { tolerateHosts: Math.max(0, failures - 1) },
      }),
      high: at(`${Math.min(64, failures + 1)}`, {
        set: { tolerateHosts: Math.min(64, failures + 1) },
      }),
    },
  ]
    .filter(({ low, high }) => Number.isFinite(low.load) && Number.isFinite(high.load))
    .sort((a, b) => Math.abs(b.high.load - b.low.load) - Math.abs(a.high.load - a.low.load));
}
