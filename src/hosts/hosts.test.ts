import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { simulate } from '../model/translation/simulate.ts';
import type { Sourced } from '../sourced.ts';
import type { Geometry, Host } from './host.ts';
import { hostById, hosts } from './index.ts';

const statuses = ['measured', 'published', 'derived', 'estimated'];
const each = hosts.map((host) => [host.id, host] as const);

function parts(host: Host): { numbers: Sourced[]; geometries: Geometry[] } {
  const { l1Dtlb, l2Tlb, caches, dramCycles, remoteDramCycles } = host.memory;
  const levels = [caches.l1d, caches.l2, caches.l3];
  return {
    numbers: [
      host.clockGhz,
      ...(host.coreGhz ? [host.coreGhz] : []),
      ...Object.values(host.anchors),
      ...Object.values(host.measured),
      l2Tlb.hitCycles,
      ...levels.map((level) => level.latencyCycles),
      dramCycles,
      remoteDramCycles,
    ],
    geometries: [...Object.values(l1Dtlb), l2Tlb, ...levels],
  };
}

describe('every host profile', () => {
  it('has an id and a title of its own that a command line and a file name can carry', () => {
    expect(new Set(hosts.map(({ id }) => id)).size).toBe(hosts.length);
    expect(new Set(hosts.map(({ title }) => title)).size).toBe(hosts.length);
    for (const { id } of hosts) expect(id).toMatch(/^[a-z][a-z0-9-]{1,20}$/);
    expect(hosts.length).toBeGreaterThanOrEqual(25);
  });

  it.each(each)(
    '%s gives each number a unit, a status, a source and an interval around it',
    (_, host) => {
      for (const number of parts(host).numbers) {
        expect(number.unit).toMatch(/^(cycles|GHz|us|ns)$/);
        expect(statuses).toContain(number.status);
        expect(number.source.length).toBeGreaterThan(3);
        expect(number.low).toBeLessThanOrEqual(number.value);
        expect(number.high).toBeGreaterThanOrEqual(number.value);
        expect(number.low).toBeGreaterThanOrEqual(0);
        expect(Number.isFinite(number.high)).toBe(true);
        // What nobody was read printing has a width: it must not look exact.
        if (number.unverified && number.value > 0) expect(number.high).toBeGreaterThan(number.low);
        if (/\b(recalled|assumed):/.test(number.source)) expect(number.unverified).toBe(true);
      }
    },
  );

  it.each(each)(
    '%s has ways that divide entries, and a status and source per structure',
    (_, host) => {
      for (const { entries, ways, status, source, unverified } of parts(host).geometries) {
        expect(statuses).toContain(status);
        expect(source).not.toBe('');
        if (status === 'estimated') expect(unverified).toBe(true);
        // Only a second-level TLB that no page size lives in may be empty.
        if (entries === 0) expect(host.memory.l2Tlb.pages).toEqual([]);
        else expect(entries % ways).toBe(0);
      }
      const { caches, walkCache, nestedTlbEntries } = host.memory;
      for (const { kib, entries } of [caches.l1d, caches.l2, caches.l3])
        expect(entries).toBe(kib * 16);
      expect(walkCache.source).not.toBe('');
      for (const size of [walkCache.pml5, walkCache.pml4, walkCache.pdpt, walkCache.pd]) {
        expect(Number.isInteger(size) && size >= 0).toBe(true);
      }
      expect(nestedTlbEntries).toBeGreaterThanOrEqual(0);
    },
  );

  it.each(each)(
    '%s orders its latencies from near to far and its anchors from small to large',
    (_, host) => {
      const { caches, dramCycles, remoteDramCycles } = host.memory;
      const latencies = [caches.l1d, caches.l2, caches.l3].map(
        (level) => level.latencyCycles.value,
      );
      const all = [...latencies, dramCycles.value, remoteDramCycles.value];
      expect(all).toEqual([...all].sort((a, b) => a - b));
      const { smallestExitCycles, userExitCycles, ipiWakeCycles } = host.anchors;
      expect(smallestExitCycles.value).toBeLessThan(userExitCycles.value);
      expect(userExitCycles.value).toBeLessThan(ipiWakeCycles.value);
    },
  );

  it.each(each)('%s can be simulated for every pair of page sizes', (_, host) => {
    for (const [guestPage, hostPage] of [
      ['4K', '4K'],
      ['2M', '4K'],
      ['2M', '2M'],
      ['1G', '1G'],
    ] as const) {
      const levels = { guestLevels: 4, hostLevels: 4 } as const;
      const input = { mode: 'nested', guestPage, hostPage, ...levels, host: host.memory } as const;
      const run = simulate(input, { pattern: { pattern: 'gups', bytes: 2 ** 31 }, accesses: 200 });
      expect(run.cyclesPerAccess!.total).toBeGreaterThan(0);
    }
  });
});

describe('host profiles and the reference profiles', () => {
  const path = new URL('../../../shared/facts/memory-reference.json', import.meta.url).pathname;
  interface Field {
    value: { entries?: number; ways?: number | null; kb?: number; mb?: number };
    status: 'SEEN' | 'MEMORY';
  }
  type Profile = { id: string } & Record<string, Field>;
  const sameAs: Record<string, string> = { sapphirerapids: 'spr' };

  // Without the reference data beside the repository there is nothing to compare with.
  it.skipIf(!existsSync(path))('carry the same entries, kibibytes and status per field', () => {
    const { profiles } = JSON.parse(readFileSync(path, 'utf8')) as { profiles: Profile[] };
    let compared = 0;
    for (const profile of profiles) {
      const { memory } = hostById(sameAs[profile.id] ?? profile.id);
      const fields: [string, Geometry | undefined, number | undefined][] = [
        ['dtlb4k', memory.l1Dtlb['4K'], profile.dtlb4k?.value.entries],
        ['dtlb2m', memory.l1Dtlb['2M'], profile.dtlb2m?.value.entries],
        ['dtlb1g', memory.l1Dtlb['1G'], profile.dtlb1g?.value.entries],
        ['stlb', memory.l2Tlb, profile.stlb?.value.entries],
        ['l1d', memory.caches.l1d, profile.l1d?.value.kb && profile.l1d.value.kb * 16],
        ['l2', memory.caches.l2, profile.l2?.value.kb && profile.l2.value.kb * 16],
        ['l3', memory.caches.l3, profile.l3?.value.kb && profile.l3.value.kb * 16],
      ];
      for (const [name, geometry, entries] of fields) {
        // One array for all page sizes stands under 4K; a range is not one number.
        if (typeof entries !== 'number' || Number.isNaN(entries) || geometry === undefined)
          continue;
        const where = `${profile.id} ${name}`;
        // Sapphire Rapids and Cascade Lake hosts are single machines with caches of their own.
        expect([where, geometry.entries]).toEqual([where, entries]);
        expect([where, geometry.unverified ?? false]).toEqual([
          where,
          profile[name]!.status === 'MEMORY',
        ]);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(55);
  });
});
