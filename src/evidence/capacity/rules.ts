import { num } from '../../elements.ts';
import { toPlaces } from '../../format.ts';
import { committedMemory } from '../../model/overcommit/commitment.ts';
import { esxiMinFreeMb, esxiStateShares } from '../../model/overcommit/reclaim-profile.ts';
import { dpmAdvice, dpmDefaults } from '../../plan/policies/dpm.ts';
import { vmOverheadMb } from '../../plan/policies/esxi-memory.ts';
import { percentageAdmission, slotAdmission } from '../../plan/policies/ha-slots.ts';
import { novaRatios, novaWeights } from '../../plan/policies/nova.ts';
import { type ServerId, serverWatts, specPower } from '../../plan/policies/power.ts';

type Pair = [number, number];
const pairs = (list: unknown) => (list as Pair[]).map(([cpu, memory]) => ({ cpu, memory }));

/** HA slots of the vSphere guide: hosts and reservations in, slot size, slots and failover capacity out. */
export function haSlots(entry: Record<string, unknown>): Record<string, unknown> {
  const result = slotAdmission(pairs(entry.hosts), pairs(entry.vms));
  return {
    slot: [result.slot.cpu, result.slot.memory],
    slots: result.slots,
    capacity: result.failoverHosts,
    free_slots: result.freeSlots,
  };
}

/** HA percentages: totals and reservations in, percent not reserved out. */
export function haPercentages(entry: Record<string, unknown>): Record<string, unknown> {
  const [cpu, memory] = [entry.cpu as Pair, entry.mem as Pair];
  const { cpuFree, memoryFree } = percentageAdmission(
    { cpu: cpu[0], memory: memory[0] },
    { cpu: cpu[1], memory: memory[1] },
    Number(entry.configured ?? 0) / 100,
  );
  return { pct: [toPlaces(100 * cpuFree, 2), toPlaces(100 * memoryFree, 2)] };
}

/** What DPM decides when all hosts have run at one load for some minutes. */
export function dpmDecisions(entry: Record<string, unknown>): Record<string, unknown> {
  const hosts = Number(entry.hosts);
  return Object.fromEntries(
    Object.entries(entry).flatMap(([key, given]) => {
      if (typeof given !== 'object' || given === null) return [];
      const { share, minutes } = given as { share: number; minutes: number };
      const window = Array.from({ length: hosts }, () => Array<number>(minutes).fill(share));
      const { powerOn, powerOff } = dpmAdvice(window);
      return [[key, { power_on: powerOn, power_off: powerOff }]];
    }),
  );
}

/** The band of DPM. */
export function dpm(): Record<string, unknown> {
  const steady = (share: number, minutes: number) =>
    Array.from({ length: 4 }, () => Array(minutes).fill(share));
  const { low, high } = dpmAdvice(steady(0.63, 40));
  return {
    target: 100 * dpmDefaults.target,
    tolerance: 100 * dpmDefaults.tolerance,
    low: toPlaces(100 * low, 6),
    high: toPlaces(100 * high, 6),
    on_window_min: dpmDefaults.onWindowMinutes,
    off_window_min: dpmDefaults.offWindowMinutes,
  };
}

/** minFree by host size, the states' thresholds and the overhead of each cell of the table. */
export function esxiMemory(entry: Record<string, unknown>): Record<string, unknown> {
  const sizes = Object.keys((entry.check_mb ?? {}) as object);
  const table = entry.overhead_mb as { rows_mb: number[]; cols_vcpu: number[] } | undefined;
  return {
    check_mb: Object.fromEntries(
      sizes.map((gb) => [gb, toPlaces(esxiMinFreeMb(1024 * Number(gb)), 2)]),
    ),
    states_pct_of_minfree: Object.fromEntries(
      Object.entries(esxiStateShares).map(([state, share]) => [state, 100 * share]),
    ),
    ...(table
      ? {
          overhead_mb: {
            values: table.rows_mb.map((mb) =>
              table.cols_vcpu.map((vcpus) => toPlaces(vmOverheadMb(mb, vcpus), 2)),
            ),
          },
        }
      : {}),
  };
}

/** Nova's first allocation ratios and the normalised weights of the worked example. */
export function nova(entry: Record<string, unknown>): Record<string, unknown> {
  const example = entry.weigher_example as { free: number[] } | undefined;
  return {
    initial_cpu_ratio: novaRatios.cpu,
    initial_ram_ratio: novaRatios.ram,
    initial_disk_ratio: novaRatios.disk,
    ...(example
      ? {
          weigher_example: { norm: novaWeights(example.free).map((weight) => toPlaces(weight, 2)) },
        }
      : {}),
  };
}

/** Memory promised to equal machines that want more than the host may give out. */
export function memoryCommitment(entry: Record<string, unknown>): Record<string, unknown> {
  const [hostGb, ratio, machines] = [entry.host_gb, entry.ratio, entry.machines].map(Number) as [
    number,
    number,
    number,
  ];
  const claim = { reservation: 0, limit: Infinity, shares: 1000, demand: Infinity };
  const given = committedMemory(hostGb * 1024, ratio, Array<typeof claim>(machines).fill(claim));
  return { each_gb: toPlaces(num(given, 0) / 1024, 9) };
}

/** A point between two marks of a SPECpower curve. */
export function powerPoint(entry: Record<string, unknown>): Record<string, unknown> {
  const server = String(entry.server);
  if (!isServer(server)) return {};
  return { watts: toPlaces(serverWatts(server, Number(entry.utilisation)), 9) };
}

const isServer = (id: string): id is ServerId => Object.hasOwn(specPower, id);
