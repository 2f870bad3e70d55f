import type { Status } from '../../sourced.ts';

/** A VM of a common role, in the words of a scenario's `vms:`, each figure with how it is known. */
export interface NamedVm {
  id: string;
  title: string;
  /** Fields of a scenario's VM; sizes may be text. */
  vm: Readonly<Record<string, unknown>>;
  /** By path of a field (`writes.rate`): how its value is known. Every leaf of `vm` is covered, by itself or a path above. */
  sources: Readonly<Record<string, { status: Status; source: string }>>;
}
