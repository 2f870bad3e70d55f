import { cellAt, i32, nth, num } from '../../elements.ts';
import type { InventoryVm } from '../../inventory/inventory.ts';
import { afterFailure } from '../answer.ts';
import { clusterProblem } from '../placement/cluster.ts';
import { placeProblem } from '../placement/place.ts';
import { unitsOf } from '../placement/rules.ts';
import { vmOverheadMb } from '../policies/esxi-memory.ts';
import { percentageAdmission, slotAdmission, type TwoResources } from '../policies/ha-slots.ts';
import type { PlanRules } from './board-of.ts';
import { type Hosting, hostMhz, totalOf } from './hosting.ts';

/** What one admission policy says of a cluster. */
export interface HaVerdict {
  cluster: string;
  policy: 'slots' | 'percentage' | 'dedicated hosts';
  admits: boolean;
  /** Machines of the largest claim (slots) or of the mean claim (the others) still admitted. */
  moreMachines: number;
  /** What the verdict rests on, in words. */
  reason: string;
}

/** CPU a machine without reservation counts with (das.vmcpuminmhz, vSphere 6.7 Availability p. 24). */
const LEAST_CPU_MHZ = 32;

/** What admission control counts of a machine: its reservation, at least 32 MHz, and memory plus overhead. */
export const claimOf = (vm: InventoryVm): TwoResources => ({
  cpu: Math.max(LEAST_CPU_MHZ, vm.cpuReservationMhz),
  memory: vm.memoryReservationMib + vmOverheadMb(vm.memoryMib, vm.vcpus),
});

function slots(hosting: Hosting, claims: TwoResources[], tolerate: number): HaVerdict {
  const capacity = hosting.hosts.map((host) => ({ cpu: hostMhz(host), memory: host.memoryMib }));
  const result = slotAdmission(capacity, claims, { leastCpu: LEAST_CPU_MHZ, tolerate });
  return {
    cluster: hosting.cluster,
    policy: 'slots',
    admits: result.failoverHosts >= tolerate,
    moreMachines: result.freeSlots,
    reason: `slot ${Math.round(result.slot.cpu)} MHz, ${Math.round(result.slot.memory)} MiB; ${result.failoverHosts} hosts may fail`,
  };
}

function percentage(hosting: Hosting, claims: TwoResources[], tolerate: number): HaVerdict {
  const total = {
    cpu: totalOf(hosting.hosts, hostMhz),
    memory: totalOf(hosting.hosts, (host) => host.memoryMib),
  };
  const reserved = {
    cpu: totalOf(claims, (claim) => claim.cpu),
    memory: totalOf(claims, (claim) => claim.memory),
  };
  const reserve = Math.min(1, tolerate / hosting.hosts.length);
  const result = percentageAdmission(total, reserved, reserve);
  const mean = { cpu: reserved.cpu / claims.length, memory: reserved.memory / claims.length };
  const more = Math.min(
    (result.cpuLeft * total.cpu) / mean.cpu,
    (result.memoryLeft * total.memory) / mean.memory,
  );
  const shown = (share: number) => `${(100 * share).toFixed(1)} %`;
  return {
    cluster: hosting.cluster,
    policy: 'percentage',
    admits: result.admits,
    moreMachines: claims.length > 0 ? Math.max(0, Math.floor(more)) : 0,
    reason: `${shown(result.cpuFree)} CPU and ${shown(result.memoryFree)} memory unclaimed, ${shown(reserve)} kept`,
  };
}

/**
 * The largest hosts stand empty. Unlike the other two this counts what machines may use and not what they
 * reserve, because an empty host of at least the same size takes over whatever a failed host ran. Machines are packed
 * under the plan's placement rules.
 */
function dedicated(hosting: Hosting, plan: PlanRules): HaVerdict {
  const { settings, placement, technique } = plan;
  const kept = afterFailure(hosting.hosts, settings.tolerateHosts);
  const { problem, units } = clusterProblem(kept, hosting.vms, settings, placement, technique);
  const found = placeProblem(problem);
  const placed = units.members.reduce(
    (sum, list, unit) => sum + (i32(found.hostOf, unit) >= 0 ? list.length : 0),
    0,
  );
  const count = hosting.vms.length;
  const mean = problem.needs.map((need) => need.reduce((sum, value) => sum + value, 0) / count);
  const more = totalOf(
    kept.map((_, h) =>
      Math.min(...mean.map((need, r) => (need > 0 ? cellAt(found.free, r, h) / need : Infinity))),
    ),
    (room) => Math.max(0, Math.floor(room + 1e-9)),
  );
  return {
    cluster: hosting.cluster,
    policy: 'dedicated hosts',
    admits: placed === count,
    moreMachines: count > 0 && Number.isFinite(more) ? more : 0,
    reason: `${placed} of ${count} machines on the ${kept.length} hosts not kept empty`,
  };
}

/** The three admission policies of vSphere HA on one cluster, for the failures the plan tolerates. */
export function haVerdicts(hosting: Hosting, plan: PlanRules): HaVerdict[] {
  if (hosting.hosts.length === 0) return [];
  const { tolerateHosts } = plan.settings;
  const claims = hosting.vms.map(claimOf);
  // The product's two formulas do not look at rules: what no restart could keep is refused here beside them.
  const broken = brokenByFailure(hosting, plan);
  const underRules = (verdict: HaVerdict): HaVerdict =>
    broken === undefined
      ? verdict
      : {
          ...verdict,
          admits: false,
          moreMachines: 0,
          reason: `${broken}; by size alone: ${verdict.reason}`,
        };
  return [
    underRules(slots(hosting, claims, tolerateHosts)),
    underRules(percentage(hosting, claims, tolerateHosts)),
    dedicated(hosting, plan),
  ];
}

/**
 * A rule that no restart can keep when any hosts fail, as many as tolerated: machines bound to no more hosts than may
 * fail, or more machines to be kept apart than hosts left of those they may use. Sizes are not looked at.
 */
function brokenByFailure(
  { hosts, vms }: Hosting,
  { settings, placement }: PlanRules,
): string | undefined {
  const { members, allowed, allowedNames, apart, apartNames } = unitsOf(
    vms,
    hosts,
    placement?.rules ?? [],
  );
  const failures = settings.tolerateHosts;
  const named = (unit: number) => nth(vms, num(nth(members, unit), 0)).name;
  for (const [unit, may] of allowed) {
    const count = may.reduce((sum, one) => sum + one, 0);
    if (count <= failures)
      return `rule "${allowedNames.get(unit)?.join('", "') ?? ''}" leaves ${named(unit)} ${count} of ${hosts.length} hosts, ${failures} may fail`;
  }
  for (const [g, group] of apart.entries()) {
    const may = hosts.filter((_, h) => group.some((unit) => (allowed.get(unit)?.[h] ?? 1) === 1));
    if (group.length > may.length - failures)
      return `rule "${nth(apartNames, g)}" keeps ${group.length} machines apart on ${may.length} hosts, ${failures} may fail`;
  }
  return undefined;
}
