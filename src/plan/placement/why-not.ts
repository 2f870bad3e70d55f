import type { ClusterProblem } from './cluster.ts';
import type { Placement } from './place.ts';
import { type Refusal, Rooms } from './problem.ts';

/** A machine without a place and what keeps it off the hosts. */
export interface NoPlace {
  machine: string;
  /** Hosts each obstacle rules out, most first. */
  because: { what: string; hosts: number }[];
}

const MOST_TOLD = 20;

function nameOf(refusal: Refusal, { resources }: ClusterProblem, rules: string): string {
  if (refusal === 'apart') return 'kept apart from machines there';
  if (refusal === 'host rule') return `rule ${rules}`;
  if (refusal === 'numa') return 'no NUMA node with room';
  return resources[refusal.resource]!;
}

/** The largest machines without a place, at most 20, each with what stands in its way on how many hosts. */
export function whyNot(cluster: ClusterProblem, { hostOf }: Placement): NoPlace[] {
  const { problem, units } = cluster;
  const rooms = new Rooms(problem);
  hostOf.forEach((host, unit) => {
    if (host >= 0) rooms.put(unit, host);
  });
  const memory = (unit: number) => problem.needs[1]![unit]!;
  return units.members
    .map((_, unit) => unit)
    .filter((unit) => hostOf[unit] === -1)
    .sort((a, b) => memory(b) - memory(a) || a - b)
    .slice(0, MOST_TOLD)
    .map((unit) => {
      const machine = units.members[unit]!.map((vm) => units.vms[vm]!.name)
        .slice(0, 4)
        .join(' + ');
      const blocked = units.blocked.get(unit);
      if (blocked) return { machine, because: [{ what: blocked, hosts: cluster.hosts.length }] };
      const counts = new Map<string, number>();
      const rules = (units.allowedNames.get(unit) ?? []).map((name) => `"${name}"`).join(', ');
      cluster.hosts.forEach((_, host) => {
        const refusal = rooms.refusal(unit, host);
        if (refusal === undefined) return;
        const what = nameOf(refusal, cluster, rules);
        counts.set(what, (counts.get(what) ?? 0) + 1);
      });
      const because = [...counts]
        .map(([what, hosts]) => ({ what, hosts }))
        .sort((a, b) => b.hosts - a.hosts);
      return { machine, because };
    });
}

/** Rules a placement breaks; -1 = the members of a unit are on different hosts. */
export function brokenRules(
  { problem, units, hosts }: ClusterProblem,
  hostOf: readonly number[],
): string[] {
  const apart = (problem.apart ?? []).flatMap((group, g) => {
    const on = group.map((unit) => hostOf[unit]!).filter((host) => host >= 0);
    const twice = on.length - new Set(on).size;
    return twice > 0 ? [`"${units.apartNames[g]}": ${twice} machines share a host`] : [];
  });
  const split = hostOf.filter((host) => host < 0).length;
  const misplaced = new Map<string, number>();
  for (const [unit, may] of problem.allowed ?? []) {
    const host = hostOf[unit]!;
    if (host < 0 || may[host] === 1 || units.blocked.has(unit)) continue;
    for (const name of units.allowedNames.get(unit) ?? [])
      misplaced.set(name, (misplaced.get(name) ?? 0) + 1);
  }
  return [
    ...apart,
    ...(split > 0
      ? [`${split} groups to be kept together lie on several of ${hosts.length} hosts`]
      : []),
    ...[...misplaced].map(([name, count]) => `"${name}": ${count} machines on other hosts`),
  ];
}
