import type { MoveSettings } from '../operations/move-cost.ts';
import type { MachineLoad } from './load.ts';

/** A host of the simulation; `watts` are eleven points at 0, 10 .. 100 % load. */
export interface SimHost {
  name: string;
  cores: number;
  mhzPerCore: number;
  memoryMib: number;
  watts: readonly number[];
}

/** What a migration costs: pre-copy by the closed form of the migration model, or memory over half the link as CloudSim has it. */
type MoveModel = 'pre-copy' | 'ram-over-bandwidth';

export type PlacementId = 'least-power' | 'first-fit' | 'best-fit' | 'most-free-memory-per-core';

export interface SimSettings {
  /** Configured per physical memory; never exceeded. */
  memoryRatio: number;
  /** vCPUs per core; Infinity: not looked at. */
  vcpuRatio: number;
  placement: PlacementId;
  /** Demand over capacity up to which a host is given more machines; one without any such host takes the least loaded. */
  ceiling: number;
  bootS: number;
  moveModel: MoveModel;
  moves: MoveSettings;
  /** Hosts without a machine after the first placement stay on. */
  allOn: boolean;
}

export const defaultSimSettings: SimSettings = {
  memoryRatio: 1,
  vcpuRatio: Number.POSITIVE_INFINITY,
  placement: 'least-power',
  ceiling: 0.8,
  bootS: 300,
  moveModel: 'pre-copy',
  moves: { linkGbit: 10, dirtyMibPerS: 20, workingSetShare: 0.1, zeroShare: 0 },
  allOn: false,
};

/** Something that happens to a host at a time, seconds from the start. */
export type HostEvent =
  | { kind: 'failure'; atS: number; host: number; repairS: number }
  | { kind: 'maintenance'; atS: number; host: number; workS: number };

/** Rules of placement on the machines of a load, by index. */
export interface SimRules {
  /** Groups of which no two machines may share a host. */
  apart: readonly (readonly number[])[];
  /** Hosts a machine may use (1) or not (0); without an entry it may use any. */
  allowed: ReadonlyMap<number, Uint8Array>;
}

/** What keeps a machine off a host. */
export type SimRefusal = 'memory' | 'vCPUs' | 'apart' | 'host rule';

export interface SimScenario {
  hosts: readonly SimHost[];
  load: MachineLoad;
  settings: SimSettings;
  policies: readonly SimulationPolicy[];
  events: readonly HostEvent[];
  /** Host each machine begins on where it fits there; -1 or none: the placement rule decides. */
  placed?: Int32Array | undefined;
  rules?: SimRules | undefined;
}

/** What keeps a machine from being moved away: of all hosts, or CPU past the band, or a move that does not finish. */
export type KeptBy = SimRefusal | 'CPU' | 'migration';

/** Why a policy left a host on, and for how many steps. */
export interface StayReason {
  reason: StayId;
  steps: number;
  /** What the reason hung on most often: a machine, a host, with what kept it. */
  what: { machine?: number; host?: number; kept?: KeptBy; load?: number } | undefined;
}

/** The reasons the vendor lists (vSphere Resource Management, "DRS does not power off the host"). */
export const stayIds = ['load', 'failover', 'evacuate', 'candidate', 'window'] as const;
export type StayId = (typeof stayIds)[number];

/**
 * Hooks of a policy. The cluster calls them at the events; a policy answers by moving, starting and stopping
 * machines and hosts through the cluster.
 */
export interface SimulationPolicy {
  id: string;
  /** Every step, once the demand of the step is known. */
  tick?(cluster: ClusterControl, step: number): void;
  /** A host failed; the machines it carried have stopped. */
  failed?(cluster: ClusterControl, host: number, stopped: readonly number[]): void;
  /** A host is wanted for maintenance: it takes no more machines, and is worked on once it is empty. */
  maintenance?(cluster: ClusterControl, host: number): void;
  /** Why each host was not powered off, the longest reason first. */
  stayed?(host: number): StayReason[];
}

export const HostState = { off: 0, booting: 1, on: 2, failed: 3, maintenance: 4 } as const;

/** What policies see and may do. Arrays are the cluster's own: to read. */
export interface ClusterControl {
  readonly now: number;
  readonly stepS: number;
  readonly hosts: number;
  readonly vms: number;
  readonly state: Uint8Array;
  /** Hosts that take no more machines because they are to be emptied. */
  readonly closed: Uint8Array;
  readonly capacityMhz: Float64Array;
  /** Demand on a host once the moves under way have ended, MHz. */
  readonly plannedMhz: Float64Array;
  readonly demandMhz: Float64Array;
  readonly memoryMib: Float64Array;
  /** Memory each host may give away. */
  readonly usableMib: Float64Array;
  readonly hostOf: Int32Array;
  /** Host a machine is moving or about to start on; -1 for none. */
  readonly targetOf: Int32Array;
  /** Machines that should run and have no host. */
  readonly waiting: ReadonlySet<number>;
  machinesOn(host: number): readonly number[];
  /** Machines on their way to or from a host, starts included. */
  traffic(host: number): number;
  fits(vm: number, host: number): boolean;
  /** What keeps a machine off a host; undefined when nothing does. */
  refusal(vm: number, host: number): SimRefusal | undefined;
  /** The host the placement rule chooses among those on and open; -1 when none has room. */
  findHost(vm: number, allowed?: (host: number) => boolean): number;
  /** Moves a running machine; false when it is moving already or has no room there. */
  move(vm: number, host: number): boolean;
  /** Places a machine that waits, running `afterS` from now; its room is taken at once. */
  start(vm: number, host: number, afterS?: number): void;
  /** Takes or gives back room for a machine that is not there yet, to try a set of moves. */
  reserve(vm: number, host: number): void;
  release(vm: number, host: number): void;
  powerOn(host: number): boolean;
  powerOff(host: number): boolean;
  close(host: number): void;
  open(host: number): void;
}
