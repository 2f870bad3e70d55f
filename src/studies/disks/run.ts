import type { Host } from '../../hosts/host.ts';
import type { CacheEffect } from '../../model/blocks/host-cache.ts';
import { weakest } from '../../sourced.ts';
import { techniqueById } from '../../techniques/compositions.ts';
import type { Technique } from '../../techniques/technique.ts';
import { type Span, spanCells, sumOf } from '../cells.ts';
import type { CaseOf } from '../column.ts';
import type { Task, TaskInputs } from '../study.ts';
import type { DisksRow } from './columns.ts';
import type { DisksData } from './expand.ts';
import { replayDisk } from './replay-trace.ts';
import { type Added, type DiskCounts, simulateDisk } from './simulate.ts';
import { addedTerms, hasHostCache, noSnapshots, pathTerms } from './terms.ts';

const addedCells = (added: Added | null) => ({
  reads_added: added?.reads ?? null,
  writes_added: added?.writes ?? null,
  flushes_added: added?.flushes ?? null,
  copied_bytes: added?.copiedBytes ?? null,
});

const plainCells = (added: Added | null) => ({
  plain_reads_added: added?.reads ?? null,
  plain_writes_added: added?.writes ?? null,
  plain_flushes_added: added?.flushes ?? null,
  plain_copied_bytes: added?.copiedBytes ?? null,
});

/** What the map adds under a cache mode: flushes nobody waits for are none. */
const under = (added: Added, { flushes }: CacheEffect): Added => ({
  ...added,
  flushes: added.flushes * flushes,
});

/** Cells that depend on what the map does. */
type MapCells = Omit<
  CaseOf<DisksRow>,
  'vm' | 'host' | 'technique' | 'settings' | 'discipline' | 'keep' | 'requests_per_s'
>;

const timesSpan = ({ value, low, high }: Span, factor: number): Span => ({
  value: value * factor,
  low: low * factor,
  high: high * factor,
});

function mapped(
  { disk, knobs }: DisksData,
  counts: DiskCounts,
  technique: Technique,
  host: Host,
): MapCells {
  const { effect, kepts } = hasHostCache(technique)
    ? counts.cached
    : { effect: { flushes: 1, copiedBytes: 0 }, kepts: counts.kepts };
  const [kept, plain] = [under(counts.kept, effect), under(counts.plain, effect)];
  const ground = { technique, host, knobs };
  const withSnapshots = addedTerms('added_us', ground, kept, effect.copiedBytes);
  const without = addedTerms('plain_added_us', ground, plain, effect.copiedBytes);
  const path = pathTerms(technique, host);
  const added = sumOf(withSnapshots, 'added_us');
  const pathUs = sumOf(path, 'path_us');
  return {
    reason: '',
    ...addedCells(kept),
    ...plainCells(plain),
    cache_copied_bytes: effect.copiedBytes,
    amplification: counts.amplification,
    space_bytes: counts.spaceRatio * disk.used,
    ...spanCells('path_us', pathUs),
    ...spanCells('added_us', added),
    ...spanCells('plain_added_us', sumOf(without, 'plain_added_us')),
    latency_us: kepts.meanUs + pathUs.value + added.value,
    p99_us: kepts.p99Us + pathUs.value + added.value,
    raw_latency_us: counts.raw.meanUs,
    ...spanCells('cpus', timesSpan(added, disk.rate / 1e6)),
    status: weakest(['derived', ...[...withSnapshots, ...path].map(({ status }) => status)]),
  };
}

function unmapped(
  { disk }: DisksData,
  counts: DiskCounts,
  technique: Technique,
  host: Host,
  reason: string,
): MapCells {
  const path = pathTerms(technique, host);
  const pathUs = sumOf(path, 'path_us');
  return {
    reason,
    ...addedCells(null),
    ...plainCells(null),
    cache_copied_bytes: null,
    amplification: null,
    space_bytes: disk.used,
    ...spanCells('path_us', pathUs),
    ...spanCells('added_us', null),
    ...spanCells('plain_added_us', null),
    latency_us: counts.raw.meanUs + pathUs.value,
    p99_us: counts.raw.p99Us + pathUs.value,
    raw_latency_us: counts.raw.meanUs,
    ...spanCells('cpus', null),
    status: weakest(['derived', ...path.map(({ status }) => status)]),
  };
}

/** One disk under one setting: its map is replayed once. */
export async function runDisks({ data }: Task, inputs: TaskInputs): Promise<CaseOf<DisksRow>[]> {
  const disks = data as DisksData;
  const { disk, knobs, settings, cases } = disks;
  const counts =
    disk.trace === undefined
      ? simulateDisk(disk, knobs, inputs.seed)
      : await replayDisk(disk, await inputs.blockTrace(), knobs, inputs.seed);
  return cases.map(({ vm, host: hostId, technique: id }) => {
    const host = inputs.host(hostId);
    const technique = techniqueById(id);
    const reason = noSnapshots(technique, knobs);
    return {
      ...{ vm, host: hostId, technique: id, settings, discipline: disk.discipline },
      ...{ keep: disk.keep, requests_per_s: disk.rate },
      ...(reason === null
        ? mapped(disks, counts, technique, host)
        : unmapped(disks, counts, technique, host, reason)),
    };
  });
}
