import { lastOf } from '../../elements.ts';
import type { GroupView, ScalingPolicy } from './group.ts';

/** The last `seconds` of use satisfy `test` at every step, and there are that many. */
function throughout({ use, stepS }: GroupView, seconds: number, test: (use: number) => boolean) {
  const steps = Math.max(1, Math.round(seconds / stepS));
  return use.length >= steps && use.slice(-steps).every(test);
}

export interface TargetTracking {
  target: number;
  /** Seconds above the target before growing, and below `scaleInAt` of it before shrinking. */
  outAfterS: number;
  inAfterS: number;
  scaleInAt: number;
}

/**
 * desired = ceil(serving x use / target), out after three minutes above the target, in after fifteen below
 * nine tenths of it; while machines warm up nothing more is asked for than the metric of those that serve calls for.
 */
export function targetTracking(settings: TargetTracking): ScalingPolicy {
  return (view) => {
    const { target } = settings;
    const wanted = Math.ceil((view.serving * lastOf(view.use)) / target - 1e-9);
    if (throughout(view, settings.outAfterS, (use) => use > target))
      return Math.max(view.desired, wanted);
    const low = (use: number) => use < target * settings.scaleInAt;
    if (view.serving >= view.desired && throughout(view, settings.inAfterS, low))
      return Math.min(view.desired, Math.max(1, wanted));
    return undefined;
  };
}

export interface StepScaling {
  above: number;
  below: number;
  by: number;
  cooldownS: number;
}

/** Simple scaling: `by` machines more above a load, fewer below one, then nothing until the cooldown is over. */
export function stepScaling(settings: StepScaling): ScalingPolicy {
  let quietUntil = 0;
  return ({ now, desired, use }) => {
    if (now < quietUntil) return undefined;
    const last = lastOf(use);
    const change = last > settings.above ? settings.by : last < settings.below ? -settings.by : 0;
    if (change === 0) return undefined;
    quietUntil = now + settings.cooldownS;
    return desired + change;
  };
}

/** Counts by the hour of the day they hold from; before the first the last of the day before holds. */
export function scheduled(entries: readonly { hour: number; count: number }[]): ScalingPolicy {
  const sorted = [...entries].sort((a, b) => a.hour - b.hour);
  return ({ now }) => {
    const hour = (now / 3600) % 24;
    return (sorted.filter((entry) => entry.hour <= hour).at(-1) ?? sorted.at(-1))?.count;
  };
}

/** The control loop that keeps N: it asks for N, and the group replaces whatever is missing. */
export function keep(count: number): ScalingPolicy {
  return () => count;
}
