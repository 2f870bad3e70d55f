/** What a policy sees at a step; times in seconds. */
export interface GroupView {
  now: number;
  /** Machines asked for, and those that serve (started and warmed up). */
  desired: number;
  serving: number;
  /** Load per serving machine at each step so far, newest last; 1 = one machine's capacity. */
  use: readonly number[];
  stepS: number;
}

/** Returns the number of machines wanted now, or undefined to leave things as they are. */
export type ScalingPolicy = (view: GroupView) => number | undefined;

export interface GroupSettings {
  least: number;
  most: number;
  initial: number;
  /** Seconds from asking for a machine until it serves: boot, then warm-up. */
  bootS: number;
  warmUpS: number;
  stepS: number;
}

export interface GroupRun {
  desired: number[];
  serving: number[];
  use: number[];
  /** Demand, in machine seconds, that nobody served. */
  unserved: number;
  unservedShare: number;
  machineHours: number;
  scaleOuts: number;
  scaleIns: number;
}

export interface GroupEvents {
  /** Serving machines that die at each step. */
  failures?: readonly number[];
}

/**
 * A scaling group in time steps, without chance: each step machines that are due come up, those that die
 * leave, demand (in machines' capacity) is spread evenly over what serves, then the policy is asked.
 * Machines are paid for from the moment they are asked for; the youngest leave first.
 */
export function runGroup(
  demand: readonly number[],
  policy: ScalingPolicy,
  settings: GroupSettings,
  { failures = [] }: GroupEvents = {},
): GroupRun {
  const { stepS } = settings;
  const clamp = (count: number) => Math.min(settings.most, Math.max(settings.least, count));
  let serving = clamp(settings.initial);
  let desired = serving;
  let starting: number[] = [];
  let asked = 0;
  const run: GroupRun = {
    desired: [],
    serving: [],
    use: [],
    unserved: 0,
    unservedShare: 0,
    machineHours: 0,
    scaleOuts: 0,
    scaleIns: 0,
  };
  demand.forEach((load, step) => {
    const now = step * stepS;
    serving += starting.filter((at) => at <= now).length;
    starting = starting.filter((at) => at > now);
    serving = Math.max(0, serving - (failures[step] ?? 0));
    run.serving.push(serving);
    run.use.push(serving > 0 ? load / serving : load > 0 ? Number.MAX_VALUE : 0);
    run.unserved += Math.max(0, load - serving) * stepS;
    asked += load * stepS;
    run.machineHours += ((serving + starting.length) * stepS) / 3600;
    const wanted = policy({ now, desired, serving, use: run.use, stepS });
    if (wanted !== undefined) {
      const next = clamp(wanted);
      if (next > desired) run.scaleOuts++;
      if (next < desired) run.scaleIns++;
      desired = next;
    }
    run.desired.push(desired);
    const there = serving + starting.length;
    for (let i = there; i < desired; i++) starting.push(now + settings.bootS + settings.warmUpS);
    const surplus = Math.max(0, there - desired);
    const cancelled = Math.min(surplus, starting.length);
    starting.length -= cancelled;
    serving -= surplus - cancelled;
  });
  run.unservedShare = asked > 0 ? run.unserved / asked : 0;
  return run;
}
