import type { Sourced } from '../sourced.ts';
import type { Settings } from './settings.ts';

/** The parts every overhead is broken into, in the order of charts and tables. */
export const costParts = [
  'user',
  'cpu-exits',
  'translation',
  'page-tables',
  'interrupts',
  'device-io',
  'scheduling',
  'numa',
] as const;
export type CostPart = (typeof costParts)[number];

export type CpuModeId =
  | 'native'
  | 'container'
  | 'container-seccomp'
  | 'sandbox'
  | 'interpreter'
  | 'cross-isa-dbt'
  | 'binary-translation'
  | 'trap-and-emulate'
  | 'paravirtual'
  | 'hardware-gen1'
  | 'hardware'
  | 'hardware-apicv'
  | 'nested';
export type MmuModeId = 'native' | 'shadow' | 'direct' | 'nested' | 'software';
export type IoModeId = 'native' | 'emulated' | 'paravirtual' | 'pass-through' | 'sr-iov';
export type PlacementId = 'none' | 'hosted' | 'bare-metal' | 'kernel-module';

/** A composition of independent choices: which path each guest event takes. */
export interface Technique {
  id: string;
  title: string;
  describe: string;
  cpu: CpuModeId;
  mmu: MmuModeId;
  io: IoModeId;
  placement: PlacementId;
  /** Switches that differ from their defaults. */
  settings?: Settings;
}

/** Whether guests are processes of the host kernel: no kernel of their own, no monitor. */
export const isContained = ({ cpu }: Technique): boolean =>
  cpu === 'container' || cpu === 'container-seccomp' || cpu === 'sandbox';

/** One step of a cost path, per event. */
export interface CostTerm {
  label: string;
  part: CostPart;
  /** Cycles per event on the host asked about; status and source travel along. */
  cycles: Sourced;
}

/** What one guest event costs under one technique on one host. */
export interface EventCost {
  event: string;
  /** The path in words: what happens, in order. */
  path: string;
  terms: readonly CostTerm[];
}
