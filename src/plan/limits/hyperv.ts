import { type Limit, published } from './limit.ts';
import type { Measure } from './measures.ts';

const source = 'windowsserverdocs, plan-hyper-v-scalability (2025 text)';
const TIB = 1024;

/** What all releases have in common. */
const common: readonly (readonly [Measure, number])[] = [
  ['hostVms', 1024],
  ['hostVcpus', 2048],
  ['clusterHosts', 64],
  ['clusterVms', 8000],
  ['disks', 256],
  ['checkpoints', 50],
];

const release = (
  vcpus: number,
  memoryTib: number,
  hostCores: number,
  hostMemoryTib: number,
  nics: number,
): readonly Limit[] =>
  (
    [
      ['vcpus', vcpus],
      ['memoryGiB', memoryTib * TIB],
      ['hostCores', hostCores],
      ['hostMemoryGiB', hostMemoryTib * TIB],
      ['nics', nics],
      ...common,
    ] as const
  ).map(([measure, value]) => published(measure, value, source));

/** Hyper-V by release of Windows Server; a machine of generation 1 has 64 vCPUs and 1 TiB in every one. */
export const hypervLimits = {
  'hyperv-2025': release(2048, 240, 2048, 4096, 68),
  'hyperv-2022': release(1024, 240, 1024, 4096, 68),
  'hyperv-2019': release(250, 12, 512, 24, 68),
  'hyperv-2016': release(240, 12, 512, 24, 12),
  'hyperv-gen1': release(64, 1, 512, 24, 12),
} satisfies Record<string, readonly Limit[]>;
