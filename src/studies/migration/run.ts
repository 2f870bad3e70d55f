import { nth, present } from '../../elements.ts';
import type { Host } from '../../hosts/host.ts';
import { PAGE_BYTES } from '../../kernels/migration/replay-input.ts';
import { defaultSettings, hostBehind, migrationDefaults } from '../../model/migration/defaults.ts';
import {
  type DirtyStream,
  ofPattern,
  uniquePages,
  workingSet,
} from '../../model/migration/dirty.ts';
import { type Expected, expected } from '../../model/migration/expected.ts';
import {
  type DirtyFit,
  fittedStream,
  fitUnique,
  type UniqueSample,
} from '../../model/migration/fit.ts';
import type { MigratingGuest, MigrationSettings } from '../../model/migration/plan-types.ts';
import { coldMigration } from '../../model/migration/policies/cold.ts';
import {
  HOST_SPREAD,
  type MigrationPrediction,
  predictMigration,
} from '../../model/migration/predict.ts';
import {
  type TraceWrites,
  traceWrites,
  uniqueOfTrace,
} from '../../model/migration/trace-writes.ts';
import type { Vm } from '../../scenario/vm.ts';
import { weakest } from '../../sourced.ts';
import { techniqueById } from '../../techniques/compositions.ts';
import { type Span, spanCells, sumOf } from '../cells.ts';
import type { CaseOf } from '../column.ts';
import type { Task, TaskInputs } from '../study.ts';
import type { MigrationRow } from './columns.ts';
import type { MigrationData } from './expand.ts';
import { hugeMappings, mechanismOf, obstacle, processDumpMs, vfioStopMs } from './logging.ts';
import { type MigrationKnobs, type Writes, writesOfTrace } from './schema.ts';
import { hostTerms, type LoggingCase, type LoggingLoad, slowdownTerms } from './terms.ts';

/** Share of a VM's memory that is written to unless the scenario says so. */
const WORKING_SHARE = 1 / 8;

/** Page writes a second of a VM of which nobody said how fast it writes. */
const WRITES_PER_S = 2000;

/** Streams of writes of a VM, and the fit they come from where they were seen and not stated. */
interface SeenWrites {
  streams: readonly DirtyStream[];
  fit?: DirtyFit;
}

/** The one stream that explains what was seen of a guest; none where it was seen to write nothing. */
function streamOf(samples: readonly UniqueSample[], ram: number): SeenWrites {
  const fit = fitUnique(samples, ram);
  return { streams: fittedStream(fit), fit };
}

const known = (end: number): number | null => (Number.isFinite(end) ? end : null);

/** The fit as a row stores it; an end that is not known is none, as JSON knows no infinite number. */
function fitCells(fit: DirtyFit | undefined) {
  const seen = fit !== undefined && Number.isFinite(fit.writesPerS.value) ? fit : null;
  return {
    ...spanCells('fitted_pages', seen?.workingSetPages ?? null),
    fitted_pages_high: seen ? known(seen.workingSetPages.high) : null,
    ...spanCells('fitted_writes_per_s', seen?.writesPerS ?? null),
    fitted_writes_per_s_high: seen ? known(seen.writesPerS.high) : null,
    fit_misfit: seen?.misfit ?? null,
  };
}

/** Writes of a VM; `writes` are the stores of its trace, `host` runs it. */
function dirtyOf(vm: Vm, host: Host, writes: TraceWrites | null): SeenWrites {
  const { pattern, workingSet: bytes, rate = WRITES_PER_S, hotShare } = vm.writes as Writes;
  const { readings } = vm.writes as Writes;
  const ram = vm.memory / PAGE_BYTES;
  if (readings) {
    // A reading is a sample of pages; a hundredth is what calc-dirty-rate leaves open by itself.
    const samples = readings.map(({ seconds, pages, sd = Math.max(1, 0.01 * pages) }) => ({
      ...{ seconds, pages, sd },
    }));
    return streamOf(samples, ram);
  }
  if (rate === 0) return { streams: [] };
  if (writes) return streamOf(uniqueOfTrace(writes, secondsPerAccess(vm, host, writes)), ram);
  if (pattern === 'trace') return { streams: [] };
  const pages = Math.max(1, Math.min(ram, (bytes ?? vm.memory * WORKING_SHARE) / PAGE_BYTES));
  return { streams: ofPattern(pattern, pages, rate, { hotShare }) };
}

/** How long an access of the trace takes: as the stated rate of writes has it, or as one vCPU that is busy so much runs it. */
function secondsPerAccess(vm: Vm, host: Host, { pages, accesses }: TraceWrites): number {
  const { rate } = vm.writes as Writes;
  if (rate !== undefined) return pages.length / accesses / Math.max(rate, 1e-9);
  const { instructionsPerAccess, cyclesPerInstruction } = vm.workload;
  const cycles = instructionsPerAccess * cyclesPerInstruction;
  return cycles / (host.clockGhz.value * 1e9 * Math.max(vm.load, 1e-6));
}

function guestOf(vm: Vm, dirty: readonly DirtyStream[]): MigratingGuest {
  return {
    ramBytes: vm.memory,
    zeroShare: vm.contents.zero,
    dirty,
    deviceStateBytes: vm.deviceState as number,
  };
}

export function settingsOf(knobs: MigrationKnobs): MigrationSettings {
  const { throttleInitialPct, throttleIncrementPct, throttleMaxPct } = migrationDefaults;
  return {
    ...defaultSettings,
    maxBandwidth: knobs.maxBandwidth ?? 0,
    linkBandwidth: knobs.link,
    downtimeLimitMs: 1000 * knobs.downtime,
    autoConverge: knobs.autoConverge
      ? {
          initialPct: throttleInitialPct.value,
          incrementPct: throttleIncrementPct.value,
          maxPct: throttleMaxPct.value,
        }
      : null,
  };
}

/** First writes and rebuilt shadow tables of a migration as the closed form has its rounds. */
function loadAt(
  guest: MigratingGuest,
  form: Expected,
  share: number,
  one: LoggingCase,
): LoggingLoad {
  const { rounds, totalS } = form;
  let writes = 0;
  for (let i = 1; i < rounds.length; i++) {
    const seconds = nth(rounds, i).seconds - nth(rounds, i - 1).seconds;
    writes += uniquePages(guest.dirty, seconds, share);
  }
  const seconds = Math.max(1e-3, totalS);
  const thrown =
    one.mechanism === 'shadow-turned-on' ? workingSet(guest.dirty) * (rounds.length - 1) : 0;
  return {
    firstWritesPerS: writes / seconds,
    refaultsPerS: thrown / seconds,
    splitsPerS: 0,
    throttledShare: 0,
  };
}

const MOST_STEPS = 50;
/** Shares of the write rate this close are one: finer than any of their causes is known. */
const CLOSE_ENOUGH = 1e-5;

/** Where the guest's speed and the rate of its writes agree: logging slows the guest, a slower guest writes less. */
export function fixedPoint(guest: MigratingGuest, settings: MigrationSettings, one: LoggingCase) {
  const sender = hostBehind(settings.linkBandwidth);
  let share = 1;
  let load: LoggingLoad | undefined;
  let form = expected(guest, settings, sender, share);
  for (let step = 0; step < MOST_STEPS; step++) {
    form = expected(guest, settings, sender, share);
    load = loadAt(guest, form, share, one);
    const slowdown = Math.min(0.95, sumOf(slowdownTerms(one, load), 'slowdown_ratio').value);
    const next = (share + (1 - slowdown)) / 2;
    if (Math.abs(share - next) < CLOSE_ENOUGH) break;
    share = next;
  }
  return { share, load: present(load), form };
}

/** The guest with its writes slowed to a share. */
const slowed = (guest: MigratingGuest, share: number): MigratingGuest => ({
  ...guest,
  dirty: guest.dirty.map((stream) => ({ ...stream, writesPerS: stream.writesPerS * share })),
});

const scaled = (
  { value, low, high }: Span,
  { low: below, high: above }: typeof HOST_SPREAD,
): Span => ({
  value,
  low: low * below,
  high: high * above,
});

const plusSpan = (a: Span, b: Span): Span => ({
  value: a.value + b.value,
  low: a.low + b.low,
  high: a.high + b.high,
});

/** Cells that depend on how the guest moves. */
type MoveCells = Omit<
  CaseOf<MigrationRow>,
  | ('vm' | 'host' | 'technique' | 'host_page' | 'settings' | 'mechanism' | 'per_month')
  | keyof ReturnType<typeof fitCells>
>;

const nothing = {
  ...spanCells('total_s', null),
  ...spanCells('blackout_ms', null),
  ...spanCells('slowdown_ratio', null),
  ...{ transferred_bytes: null, rounds: null, first_writes_per_s: null, refaults_per_s: null },
  ...{ splits_per_s: null, throttled_share: null, write_rate_share: null },
  ...{ guest_cpu_s: null, host_cpu_s: null },
};

/** A container is frozen, dumped process by process, and copied: no log, one long pause. */
function checkpointed(guest: MigratingGuest, knobs: MigrationKnobs): MoveCells {
  const settings = settingsOf(knobs);
  const cold = coldMigration(guest, settings, hostBehind(settings.linkBandwidth));
  const dumpS = (end: number) => (knobs.processes * end) / 1000;
  const at = (seconds: number) => ({
    value: seconds + dumpS(processDumpMs.value),
    low: seconds + dumpS(processDumpMs.low),
    high: seconds + dumpS(processDumpMs.high),
  });
  const pause = at(cold.blackoutS);
  const inMs = { value: 1000 * pause.value, low: 1000 * pause.low, high: 1000 * pause.high };
  return {
    ...nothing,
    verdict: 'completes',
    reason: '',
    ...spanCells('total_s', at(cold.totalS)),
    ...spanCells('blackout_ms', inMs),
    ...spanCells('slowdown_ratio', { value: 0, low: 0, high: 0 }),
    ...{ transferred_bytes: cold.transferredBytes, rounds: 1, guest_cpu_s: 0, host_cpu_s: 0 },
    status: processDumpMs.status,
  };
}

/** One case with what its task shares. */
interface Ground {
  guest: MigratingGuest;
  settings: MigrationSettings;
  replayed(share: number): MigrationPrediction;
}

function moved(
  { guest, settings, replayed }: Ground,
  one: LoggingCase,
  hostPage: string,
): MoveCells {
  const point = fixedPoint(guest, settings, one);
  const prediction = replayed(point.share);
  const total = prediction.totalS;
  const seconds = total?.value ?? prediction.horizonS;
  const huge =
    one.technique.mmu === 'nested' && hostPage !== '4K' ? hugeMappings(vmBytes(one.vm)) : 0;
  const load = {
    ...point.load,
    splitsPerS: huge / seconds,
    throttledShare: Math.min(1, prediction.throttledS / seconds),
  };
  const terms = slowdownTerms(one, load);
  const slowdown = sumOf(terms, 'slowdown_ratio');
  const work = hostTerms(one, load, seconds);
  const vfio = one.technique.io === 'sr-iov' || one.technique.io === 'pass-through';
  const pause = prediction.blackoutMs && scaled(prediction.blackoutMs, HOST_SPREAD);
  return {
    verdict: prediction.verdict,
    reason: '',
    ...spanCells('total_s', total),
    ...spanCells('blackout_ms', pause && vfio ? plusSpan(pause, vfioStopMs) : pause),
    transferred_bytes: prediction.transferredBytes.value,
    rounds: prediction.rounds.value,
    first_writes_per_s: load.firstWritesPerS,
    refaults_per_s: load.refaultsPerS,
    splits_per_s: load.splitsPerS,
    throttled_share: load.throttledShare,
    write_rate_share: point.share,
    ...spanCells('slowdown_ratio', slowdown),
    guest_cpu_s: slowdown.value * one.vm.vcpus * seconds,
    host_cpu_s: sumOf(work, 'host_cpu_s').value,
    status: weakest(['derived', ...[...terms, ...work].map(({ status }) => status)]),
  };
}

const vmBytes = ({ memory }: Vm): number => memory;

/** One VM under one setting on one host: replays are shared by techniques that slow its writes alike. */
export async function runMigration(
  { data }: Task,
  inputs: TaskInputs,
): Promise<CaseOf<MigrationRow>[]> {
  const { vm, host: hostId, knobs, settings: name, cases } = data as MigrationData;
  const host = inputs.host(hostId);
  const stores = writesOfTrace(vm) ? await traceWrites(await inputs.words()) : null;
  const { streams, fit } = dirtyOf(vm, host, stores);
  const guest = guestOf(vm, streams);
  const settings = settingsOf(knobs);
  const known = new Map<number, MigrationPrediction>();
  const replayed = (share: number) => {
    // Techniques whose guests write at rates closer than a thousandth share a replay.
    const rate = Math.round(share * 1000) / 1000;
    const found = known.get(rate);
    if (found) return found;
    const options = { seed: inputs.seed, replicas: 1 };
    const sender = hostBehind(settings.linkBandwidth);
    const prediction = predictMigration(slowed(guest, rate), settings, sender, options);
    known.set(rate, prediction);
    return prediction;
  };
  return cases.map(({ technique: id, hostPage }) => {
    const technique = techniqueById(id);
    const mechanism = mechanismOf(technique, host, knobs);
    const row = {
      ...{
        vm: vm.name,
        host: hostId,
        technique: id,
        host_page: hostPage,
        settings: name,
        mechanism,
      },
      ...fitCells(fit),
      per_month: knobs.perMonth,
    };
    const reason = obstacle(technique, knobs);
    if (reason !== null) {
      return { ...row, ...nothing, verdict: 'cannot', reason, status: 'derived' };
    }
    if (mechanism === 'checkpoint') return { ...row, ...checkpointed(guest, knobs) };
    const one = { vm, host, technique, mechanism, knobs };
    return { ...row, ...moved({ guest, settings, replayed }, one, hostPage) };
  });
}
