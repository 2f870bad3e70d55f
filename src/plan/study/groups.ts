import { perMinute } from '../operations/power-replay.ts';
import { type GroupRun, runGroup, type ScalingPolicy } from '../scaling/group.ts';
import { keep, scheduled, stepScaling, targetTracking } from '../scaling/policies.ts';
import type { GroupStudy } from './schema.ts';

export interface GroupResult {
  name: string;
  policy: GroupStudy['scale']['policy'];
  run: GroupRun;
  /** Machine hours of a fixed group sized for the peak. */
  fixedMachineHours: number;
}

function policyOf(scale: GroupStudy['scale']): ScalingPolicy {
  switch (scale.policy) {
    case 'target':
      return targetTracking(scale);
    case 'step':
      return stepScaling(scale);
    case 'schedule':
      return scheduled(scale.at);
    case 'keep':
      return keep(scale.count);
  }
}

/** A scaling group over the day's shape, one step a minute, its highest minute being `peak` machines. */
export function runStudyGroup(group: GroupStudy, shape: readonly number[]): GroupResult {
  const top = shape.reduce((most, value) => Math.max(most, value), 0) || 1;
  const demand = perMinute(
    shape.map((value) => (value / top) * group.peak),
    5,
  );
  const failures = demand.map(() => 0);
  if (group.scale.policy === 'keep')
    for (const { minute, count } of group.scale.failures) failures[minute] = count;
  return {
    name: group.name,
    policy: group.scale.policy,
    run: runGroup(demand, policyOf(group.scale), { ...group, stepS: 60 }, { failures }),
    fixedMachineHours: (Math.ceil(group.peak) * demand.length) / 60,
  };
}
