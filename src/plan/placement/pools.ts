import { nth } from '../../elements.ts';
import { matcher } from './names.ts';
import type { Resource } from './resource.ts';
import { block, type Units } from './rules.ts';
import type { Pool } from './schema.ts';

/** Units with a member in the pool. */
function poolUnits(units: Units, pool: Pool): number[] {
  const listed = pool.vms && matcher(pool.vms);
  const inside = (vm: number) => {
    const { name, pool: own } = nth(units.vms, vm);
    return listed ? listed(name) : own === pool.name;
  };
  return units.members.flatMap((list, unit) => (list.some(inside) ? [unit] : []));
}

const amount = (units: Units, unit: number, resource: 'cpu' | 'memory') =>
  nth(units.members, unit).reduce((sum, vm) => {
    const { vcpus, memoryMib } = nth(units.vms, vm);
    return sum + (resource === 'cpu' ? vcpus : memoryMib);
  }, 0);

const bound = (of: Pool['limit'], resource: 'cpu' | 'memory') =>
  resource === 'cpu' ? of.vcpus : of.memoryGiB === undefined ? undefined : of.memoryGiB * 1024;

/** Members beyond the limit of their pool are not started, in the order of the list. */
export function poolLimits(units: Units, pools: readonly Pool[], hosts: number): void {
  for (const pool of pools) {
    const taken = { cpu: 0, memory: 0 };
    for (const unit of poolUnits(units, pool)) {
      const over = (['cpu', 'memory'] as const).find((resource) => {
        const most = bound(pool.limit, resource);
        return most !== undefined && taken[resource] + amount(units, unit, resource) > most;
      });
      if (over) {
        block(units, unit, `limit of pool "${pool.name}" (${over})`, hosts);
        continue;
      }
      taken.cpu += amount(units, unit, 'cpu');
      taken.memory += amount(units, unit, 'memory');
    }
  }
}

/** Room of each host without what pools reserve beyond the needs of their own members, taken evenly. */
export function withoutReserves(
  room: Float64Array,
  resource: Resource,
  units: Units,
  pools: readonly Pool[],
): Float64Array {
  if (resource !== 'cpu' && resource !== 'memory') return room;
  const all = room.reduce((sum, value) => sum + value, 0);
  const unused = pools.reduce((sum, pool) => {
    const reserve = bound(pool.reserve, resource) ?? 0;
    const needed = poolUnits(units, pool).reduce(
      (need, unit) => (units.blocked.has(unit) ? need : need + amount(units, unit, resource)),
      0,
    );
    return sum + Math.max(0, reserve - needed);
  }, 0);
  return unused === 0 || all === 0
    ? room
    : room.map((value) => value * Math.max(0, 1 - unused / all));
}
