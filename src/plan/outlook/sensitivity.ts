import { answerPlan, type PlanAnswer } from '../answer.ts';
import { applyWhatIf, type Plan, type WhatIf } from '../what-if.ts';

/** One assumption moved both ways and the room each leaves. */
export interface Sensitivity {
  what: string;
  low: { setting: string; room: number };
  high: { setting: string; room: number };
}

/**
 * Room of a plan in machines: those of average size that still fit with failures tolerated, less those that
 * have no place then. Negative when more lack a place than fit elsewhere.
 */
export const roomOf = ({ clusters }: PlanAnswer): number =>
  clusters.reduce(
    (sum, cluster) => sum + cluster.roomForAverage - (cluster.vms - cluster.placedAfterFailure),
    0,
  );

const STEP = 0.1;
const shown = (value: number) => String(Number(value.toPrecision(3)));

/** Each assumption of a plan a tenth lower and higher (hosts that may fail: one), largest effect first. */
export function sensitivities(plan: Plan): Sensitivity[] {
  const { settings } = plan;
  const at = (setting: string, patch: Omit<WhatIf, 'name'>) => ({
    setting,
    room: roomOf(answerPlan(applyWhatIf(plan, { ...patch, name: setting }))),
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
    ratio('memory promised per memory there is', 'memoryRatio'),
    scaled('number of machines', (factor) => ({ scale: { vms: factor } })),
    scaled('memory of each machine', (factor) => ({ scale: { memory: factor } })),
    {
      what: 'hosts per cluster that may fail',
      low: at(`${Math.max(0, failures - 1)}`, {
        set: { tolerateHosts: Math.max(0, failures - 1) },
      }),
      high: at(`${Math.min(64, failures + 1)}`, {
        set: { tolerateHosts: Math.min(64, failures + 1) },
      }),
    },
  ].sort((a, b) => Math.abs(b.high.room - b.low.room) - Math.abs(a.high.room - a.low.room));
}
