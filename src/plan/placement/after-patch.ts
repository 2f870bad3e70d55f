import { matcherOf } from '../../wildcard.ts';
import type { WhatIf } from '../what-if.ts';
import type { PlacementSettings } from './schema.ts';

/** Settings of a base with those of a patch on top: lists add up, single values replace. */
export function mergePlacement(
  base: PlacementSettings | undefined,
  patch: PlacementSettings | undefined,
): PlacementSettings | undefined {
  if (!base || !patch) return patch ?? base;
  const lists = ['maintenance', 'rules', 'pools'] as const;
  const merged = { ...base, ...patch, hosts: { ...base.hosts, ...patch.hosts } };
  for (const list of lists) {
    if (base[list] && patch[list])
      Object.assign(merged, { [list]: [...base[list], ...patch[list]] });
  }
  return merged;
}

/** Settings of placement without what a patch removes, with host sizes scaled as it says. */
export function placementAfter(
  base: PlacementSettings | undefined,
  patch: WhatIf,
): PlacementSettings | undefined {
  if (!base) return patch.placement;
  const { remove = {}, scale = {} } = patch;
  const kept: PlacementSettings = { ...base };
  const [rule, pool, host] = [remove.rules, remove.pools, remove.maintenance].map((names = []) =>
    matcherOf(names),
  );
  if (base.rules) kept.rules = base.rules.filter(({ name }) => !rule?.(name));
  if (base.pools) kept.pools = base.pools.filter(({ name }) => !pool?.(name));
  if (base.maintenance) kept.maintenance = base.maintenance.filter((name) => !host?.(name));
  if (base.hosts) {
    const { storageGiB, networkMbps } = base.hosts;
    kept.hosts = { ...base.hosts };
    if (storageGiB !== undefined) kept.hosts.storageGiB = storageGiB * (scale.hostStorage ?? 1);
    if (networkMbps !== undefined) kept.hosts.networkMbps = networkMbps * (scale.hostNetwork ?? 1);
  }
  return mergePlacement(kept, patch.placement);
}
