/** One host model of the experiment: two cores, 4 GB of memory, 1 Gbit/s, and its SPECpower curve. */
export interface HostModel {
  name: string;
  mipsPerCore: number;
  cores: number;
  ramMb: number;
  bandwidthKbit: number;
  /** Watts at 0, 10, ... 100 % load (SPECpower_ssj2008). */
  watts: readonly number[];
}

export interface VmModel {
  mips: number;
  ramMb: number;
}

/** CloudSim 3.0.3's PlanetLab experiment (Beloglazov and Buyya 2012): hosts alternate between the two models. */
export const hostModels: readonly HostModel[] = [
  {
    name: 'HP ProLiant ML110 G4 (Xeon 3040)',
    mipsPerCore: 1860,
    cores: 2,
    ramMb: 4096,
    bandwidthKbit: 1_000_000,
    watts: [86, 89.4, 92.6, 96, 99.5, 102, 106, 108, 112, 114, 117],
  },
  {
    name: 'HP ProLiant ML110 G5 (Xeon 3075)',
    mipsPerCore: 2660,
    cores: 2,
    ramMb: 4096,
    bandwidthKbit: 1_000_000,
    watts: [93.7, 97, 101, 105, 110, 116, 121, 125, 129, 133, 135],
  },
];

/** VM i of n takes model floor(i / ceil(n / 4)): the order of the trace files decides the sizes. */
export const vmModels: readonly VmModel[] = [
  { mips: 2500, ramMb: 870 },
  { mips: 2000, ramMb: 1740 },
  { mips: 1000, ramMb: 1740 },
  { mips: 500, ramMb: 613 },
];

export const HOSTS = 800;
export const VM_BANDWIDTH_KBIT = 100_000;
export const INTERVAL_S = 300;
export const END_S = 86_400;
/** VMs exist at 0, their load from here on; ticks follow every `INTERVAL_S`. */
export const LOAD_START_S = 0.1;
/** Half of the link carries migrations; kbit/s to MB/s: bandwidth / 2 / 8000. */
export const KBIT_PER_MIGRATED_MB = 16_000;

export function vmModelOf(vm: number, vms: number): number {
  return Math.floor(vm / Math.ceil(vms / vmModels.length));
}
