import { cellAt, nth, num } from '../../elements.ts';
import type { ClusterProblem } from './cluster.ts';
import type { Placement } from './placement.ts';
import { type Refusal, Rooms } from './problem.ts';

/** A machine (or several kept together) without a place. */
export interface NoPlace {
  machine: string;
  /** Hosts each obstacle rules out, most first. */
  because: { what: string; hosts: number }[];
}

/** Machines without a place that the same things keep off the hosts. */
export interface NoPlaceGroup {
  count: number;
  /** The largest of them, at most 3. */
  examples: string[];
  /** As for the largest of them. */
  because: NoPlace['because'];
}

const MOST_TOLD = 20;
/** Machines looked at for the groups, largest first. */
const MOST_ASKED = 2000;

function nameOf(refusal: Refusal, { resources }: ClusterProblem, rules: string): string {
  if (refusal === 'apart') return 'kept apart from machines there';
  if (refusal === 'host rule') return `rule ${rules}`;
  if (refusal === 'numa') return 'no NUMA node with room';
  return nth(resources, refusal.resource);
}

/** Units without a place, largest memory first, each with what keeps it off the hosts. */
function unplaced(cluster: ClusterProblem, { hostOf }: Placement, most: number) {
  const { problem, units } = cluster;
  const rooms = new Rooms(problem);
  hostOf.forEach((host, unit) => {
    if (host >= 0) rooms.put(unit, host);
  });
  const memory = (unit: number) => cellAt(problem.needs, 1, unit);
  return units.members
    .map((_, unit) => unit)
    .filter((unit) => hostOf[unit] === -1)
    .sort((a, b) => memory(b) - memory(a) || a - b)
    .slice(0, most)
    .map((unit) => ({
      count: nth(units.members, unit).length,
      machine: nth(units.members, unit)
        .map((vm) => nth(units.vms, vm).name)
        .join(' + '),
      because: obstacles(cluster, rooms, unit),
    }));
}

/** The largest machines without a place, at most 20, and why. */
export function whyNot(cluster: ClusterProblem, placement: Placement): NoPlace[] {
  return unplaced(cluster, placement, MOST_TOLD).map(({ machine, because }) => ({
    machine,
    because,
  }));
}

/** Machines without a place by what stands in their way, most first. */
export function whyNotByObstacle(cluster: ClusterProblem, placement: Placement): NoPlaceGroup[] {
  const groups = new Map<string, NoPlaceGroup>();
  for (const { count, machine, because } of unplaced(cluster, placement, MOST_ASKED)) {
    const key = because
      .map(({ what }) => what)
      .sort()
      .join('/');
    const group = groups.get(key) ?? { count: 0, examples: [], because };
    groups.set(key, group);
    group.count += count;
    if (group.examples.length < 3) group.examples.push(machine);
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}

function obstacles(cluster: ClusterProblem, rooms: Rooms, unit: number): NoPlace['because'] {
  const { units, hosts } = cluster;
  const blocked = units.blocked.get(unit);
  if (blocked) return [{ what: blocked, hosts: hosts.length }];
  const counts = new Map<string, number>();
  const rules = (units.allowedNames.get(unit) ?? []).map((name) => `"${name}"`).join(', ');
  hosts.forEach((_, host) => {
    const refusal = rooms.refusal(unit, host);
    if (refusal === undefined) return;
    const what = nameOf(refusal, cluster, rules);
    counts.set(what, (counts.get(what) ?? 0) + 1);
  });
  return [...counts]
    .map(([what, count]) => ({ what, hosts: count }))
    .sort((a, b) => b.hosts - a.hosts);
}

/** Rules a placement breaks; -1 = the members of a unit are on different hosts. */
export function brokenRules(
  { problem, units, hosts }: ClusterProblem,
  hostOf: readonly number[],
): string[] {
  const apart = (problem.apart ?? []).flatMap((group, g) => {
    const on = group.map((unit) => num(hostOf, unit)).filter((host) => host >= 0);
    const twice = on.length - new Set(on).size;
    return twice > 0 ? [`"${units.apartNames[g]}": ${twice} too many on one host`] : [];
  });
  const split = hostOf.filter((host) => host < 0).length;
  const misplaced = new Map<string, number>();
  for (const [unit, may] of problem.allowed ?? []) {
    const host = num(hostOf, unit);
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
