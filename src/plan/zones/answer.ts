import { addF64, addI32, cellAt, f64, i32, nth, num, present, u8 } from '../../elements.ts';
import { running } from '../../inventory/inventory.ts';
import {
  bindingOf,
  type ClusterProblem,
  clusterProblem,
  type Load,
  usableHosts,
} from '../placement/cluster.ts';
import { matcher } from '../placement/names.ts';
import { placeBy } from '../placement/place.ts';
import type { Problem } from '../placement/problem.ts';
import type { Resource } from '../placement/resource.ts';
import type { Plan } from '../plan.ts';
import { clusterNames } from '../summary.ts';
import type { Zones } from './schema.ts';

const MONTH_HOURS = 730;

/** One zone's part of a cluster, and what losing the zone does. */
export interface ZoneRow {
  cluster: string;
  zone: string;
  hosts: number;
  machines: number;
  load: Load;
  binding: Resource;
  latencyMs: number;
  pricePerMonth: number;
  /** Machines that stop when the zone is lost, and those that find room in the others. */
  stopped: number;
  restarted: number;
}

export interface SpreadRow {
  cluster: string;
  group: string;
  machines: number;
  /** Machines of the group in each zone, in the order of the zones. */
  perZone: number[];
  skew: number;
  holds: boolean;
  /** Machines of the group that still run when the worst zone is lost, before any restart. */
  leftAfterLoss: number;
  /** Mean round trip of two machines of the group. */
  betweenMs: number;
}

export interface ZonesAnswer {
  zones: ZoneRow[];
  spread: SpreadRow[];
  /** Machines without a place in any zone. */
  unplaced: number;
  survivesLoss: boolean;
  /** Of the prices of the zones. */
  currency: string | undefined;
}

/** Zone of each host by the first zone that names it; -1 = none. */
function zoneOfHosts({ hosts }: ClusterProblem, zones: Zones): Int32Array {
  const named = zones.zones.map((zone) => matcher(zone.hosts));
  return Int32Array.from(hosts, (host) => named.findIndex((matches) => matches(host.name)));
}

/** Spread groups with their units, each unit in the first group that names it. */
function groupsOf({ units }: ClusterProblem, zones: Zones) {
  const taken = new Set<number>();
  return zones.spread.map((group) => {
    const matches = matcher(group.vms);
    const mine = units.members.flatMap((list, unit) =>
      !taken.has(unit) && list.some((vm) => matches(nth(units.vms, vm).name)) ? [unit] : [],
    );
    for (const unit of mine) taken.add(unit);
    return { ...group, units: mine };
  });
}

/** Every unit of a spread group on the hosts of its zone: round robin, the roomiest zone (by memory) first. */
function withZones(
  cluster: ClusterProblem,
  zoneOf: Int32Array,
  groups: readonly { units: readonly number[] }[],
): Problem {
  const { problem } = cluster;
  const count = zoneOf.reduce((most, zone) => Math.max(most, zone + 1), 0);
  const room = new Float64Array(count);
  zoneOf.forEach((zone, host) => {
    if (zone >= 0) addF64(room, zone, cellAt(problem.capacity, 1, host));
  });
  const order = [...room.keys()].filter((zone) => f64(room, zone) > 0);
  const inside = Uint8Array.from(zoneOf, (zone) => (zone >= 0 ? 1 : 0));
  const hostsOfZone = order.map((zone) => Uint8Array.from(zoneOf, (of) => (of === zone ? 1 : 0)));
  const allowed = new Map(problem.allowed);
  const limit = (unit: number, hosts: Uint8Array) => {
    const before = problem.allowed?.get(unit);
    allowed.set(unit, before ? hosts.map((may, h) => may & u8(before, h)) : hosts);
  };
  cluster.units.members.forEach((_, unit) => {
    limit(unit, inside);
  });
  for (const { units } of groups) {
    const largestFirst = [...units].sort(
      (a, b) => cellAt(problem.needs, 1, b) - cellAt(problem.needs, 1, a) || a - b,
    );
    const given = new Int32Array(order.length);
    for (const unit of largestFirst) {
      const need = cellAt(problem.needs, 1, unit);
      const fewest = given.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
      let best = -1;
      order.forEach((zone, k) => {
        if (given[k] === fewest && (best < 0 || f64(room, zone) > f64(room, num(order, best))))
          best = k;
      });
      if (best < 0) continue;
      addI32(given, best, 1);
      room[num(order, best)] = f64(room, num(order, best)) - need;
      limit(unit, nth(hostsOfZone, best));
    }
  }
  return { ...problem, allowed };
}

function zoneRows(
  plan: Plan,
  cluster: ClusterProblem,
  zoneOf: Int32Array,
  hostOf: Int32Array,
): ZoneRow[] {
  const { problem, units, resources } = cluster;
  const name = nth(cluster.hosts, 0).cluster;
  return present(plan.zones).zones.flatMap((zone, z) => {
    const hosts = [...zoneOf.keys()].filter((host) => zoneOf[host] === z);
    if (hosts.length === 0) return [];
    const mine = units.members.map((_, unit) => unit).filter((u) => zoneOf[i32(hostOf, u)] === z);
    const load: Load = { cpu: 0, memory: 0 };
    resources.forEach((resource, r) => {
      const room = hosts.reduce((sum, host) => sum + cellAt(problem.capacity, r, host), 0);
      const need = mine.reduce((sum, unit) => sum + cellAt(problem.needs, r, unit), 0);
      load[resource] = room > 0 ? need / room : 0;
    });
    const members = mine.flatMap((unit) =>
      nth(units.members, unit).map((vm) => nth(units.vms, vm)),
    );
    // Machines of the lost zone restart anywhere in the others; the rest stays where it is.
    const after = placeBy(problem, 'best', 'largest', {
      fixed: hostOf.map((host) => (zoneOf[host] === z ? -1 : host)),
      closed: Uint8Array.from(zoneOf, (of) => (of === z || of < 0 ? 1 : 0)),
    });
    const back = mine.filter((unit) => i32(after.hostOf, unit) >= 0);
    const hourly = members.reduce(
      (sum, vm) => sum + vm.vcpus * zone.perVcpuHour + (vm.memoryMib / 1024) * zone.perGibHour,
      0,
    );
    return [
      {
        cluster: name,
        zone: zone.name,
        hosts: hosts.length,
        machines: members.length,
        load,
        binding: bindingOf(load),
        latencyMs: zone.latencyMs,
        pricePerMonth: hourly * MONTH_HOURS,
        stopped: members.length,
        restarted: back.reduce((sum, unit) => sum + nth(units.members, unit).length, 0),
      },
    ];
  });
}

/** Machines placed in zones under the spread rules, cluster by cluster, and each zone lost in turn. */
export function answerZones(plan: Plan): ZonesAnswer | undefined {
  const { zones } = plan;
  if (!zones) return undefined;
  const answer: ZonesAnswer = {
    zones: [],
    spread: [],
    unplaced: 0,
    survivesLoss: true,
    currency: zones.currency,
  };
  for (const name of clusterNames(plan.inventory)) {
    const hosts = plan.inventory.hosts.filter((host) => host.cluster === name);
    const live = usableHosts(hosts, plan.placement);
    const vms = running(plan.inventory.vms.filter((vm) => vm.cluster === name));
    const cluster = clusterProblem(live, vms, plan.settings, plan.placement, plan.technique);
    const zoneOf = zoneOfHosts(cluster, zones);
    if (!zoneOf.some((zone) => zone >= 0)) continue;
    const groups = groupsOf(cluster, zones);
    const { hostOf } = placeBy(withZones(cluster, zoneOf, groups), 'best', 'largest');
    const rows = zoneRows(plan, cluster, zoneOf, hostOf);
    answer.zones.push(...rows);
    answer.survivesLoss &&= rows.every((row) => row.restarted === row.stopped);
    cluster.units.members.forEach((list, unit) => {
      if (i32(hostOf, unit) < 0) answer.unplaced += list.length;
    });
    const here = zones.zones.flatMap((_, z) => (zoneOf.includes(z) ? [z] : []));
    for (const group of groups) {
      if (group.units.length === 0) continue;
      const perZone = here.map(
        (z) => group.units.filter((unit) => zoneOf[i32(hostOf, unit)] === z).length,
      );
      const total = perZone.reduce((sum, count) => sum + count, 0);
      const most = Math.max(...perZone);
      const pairs = (total * (total - 1)) / 2;
      const within = perZone.reduce((sum, count) => sum + (count * (count - 1)) / 2, 0);
      const skew = most - Math.min(...perZone);
      answer.spread.push({
        cluster: name,
        group: group.name,
        machines: group.units.length,
        perZone,
        skew,
        holds: skew <= group.maxSkew && total === group.units.length,
        leftAfterLoss: total - most,
        betweenMs: pairs > 0 ? ((pairs - within) / pairs) * zones.betweenMs : 0,
      });
    }
  }
  answer.survivesLoss &&= answer.unplaced === 0;
  return answer;
}
