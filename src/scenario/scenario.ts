import type { Vm } from './vm.ts';

interface TlbGeometry {
  entries: number;
  ways: number;
}

/** A what-if TLB in place of the host's. */
export interface TlbVariant {
  name: string;
  l1?: TlbGeometry | undefined;
  l2?: TlbGeometry | undefined;
}

/** Some of the matrix, by name; a field that is absent matches everything. */
export interface CellFilter {
  vms?: readonly string[] | undefined;
  hosts?: readonly string[] | undefined;
  techniques?: readonly string[] | undefined;
  pages?: readonly string[] | undefined;
  tlb?: readonly string[] | undefined;
  studies?: readonly string[] | undefined;
}

/** Settings of a study, lists spread; `name` tells variants apart and is empty where there is one. */
export interface SettingsVariant {
  name: string;
  value: Record<string, unknown>;
}

/** A scenario as read: names checked, defaults filled in, lists spread. */
export interface Scenario {
  name: string;
  seed: number;
  hosts: string[];
  techniques: string[];
  pages: string[];
  tlb?: TlbVariant[] | undefined;
  studies: string[];
  vms: Vm[];
  settings: Record<string, SettingsVariant[]>;
  exclude: CellFilter[];
  include: CellFilter[];
  /** Bounds that hold for every VM; a VM's own are added. */
  expect?: Record<string, unknown> | undefined;
}
