// Extended page tables as the Intel SDM (vol. 3C chapter 28) has them, and AMD's nested tables where they differ.

/** Permissions of one entry: read 1, write 2, execute 4. */
export const READ = 1;
export const WRITE = 2;
export const EXECUTE = 4;

export interface EptCapabilities {
  executeOnly: boolean;
  /** EPTP bit 6: accessed and dirty flags; every guest-table access then counts as a write. */
  accessedDirty: boolean;
}

export interface EptEntry {
  /** Bits 2:0. */
  permissions: number;
  /** Memory type of a leaf, bits 5:3; undefined for an entry that points to a table. */
  memoryType?: number;
  reservedBits?: boolean;
}

export type EptEvent = 'none' | 'violation' | 'misconfiguration';

/** What one entry means on its own. Reserved bits and types only matter where the entry is present. */
export function isMisconfigured(entry: EptEntry, { executeOnly }: EptCapabilities): boolean {
  const { permissions, memoryType, reservedBits } = entry;
  if (permissions === 0) return false;
  if (permissions === WRITE || permissions === (WRITE | EXECUTE)) return true;
  if (permissions === EXECUTE && !executeOnly) return true;
  return reservedBits === true || memoryType === 2 || memoryType === 3 || memoryType === 7;
}

/** An access of kind `access` through entries from the root to the leaf: permission is the AND over all levels. */
export function walkEpt(
  entries: readonly EptEntry[],
  access: number,
  capabilities: EptCapabilities,
): { event: EptEvent; permissions: number } {
  let permissions = READ | WRITE | EXECUTE;
  for (const entry of entries) {
    if (isMisconfigured(entry, capabilities)) return { event: 'misconfiguration', permissions: 0 };
    permissions &= entry.permissions;
    if (entry.permissions === 0) return { event: 'violation', permissions: 0 };
  }
  return { event: (access & ~permissions) === 0 ? 'none' : 'violation', permissions };
}

/** The access an EPT or NPT sees when the processor reads a guest table entry, or sets its A or D flag. */
export function guestTableAccess(
  setsFlags: boolean,
  nested: EptCapabilities | 'npt',
): { access: number; user: boolean } {
  // APM vol. 2 section 15.25 (recalled): guest tables are accessed as user writes.
  if (nested === 'npt') return { access: WRITE, user: true };
  const write = setsFlags || nested.accessedDirty;
  return { access: write ? READ | WRITE : READ, user: false };
}

/** Exit qualification of an EPT violation: bits 2:0 access, 5:3 permissions found, 7 address valid, 8 final access. */
export function exitQualification(
  access: number,
  permissions: number,
  linearAddressValid: boolean,
  duringWalk: boolean,
): number {
  const final = linearAddressValid && !duringWalk;
  return access | (permissions << 3) | (linearAddressValid ? 1 << 7 : 0) | (final ? 1 << 8 : 0);
}

/** A cached translation with its tags. */
export interface Tagged {
  vpid: number;
  pcid: number;
  eptp: number;
  page: number;
  global: boolean;
}

/** A tagged TLB as a plain list: what each invalidation leaves. */
export class TaggedTlb {
  entries: Tagged[] = [];

  private drop(matches: (entry: Tagged) => boolean): void {
    this.entries = this.entries.filter((entry) => !matches(entry));
  }

  /** Type 1: one EPTP (bits 51:12), every VPID and PCID; type 2: all. */
  invept(type: 1 | 2, eptp = 0): void {
    this.drop((entry) => type === 2 || Math.floor(entry.eptp / 4096) === Math.floor(eptp / 4096));
  }

  /** Types 0 address, 1 one VPID, 2 all VPIDs, 3 one VPID but globals; false: refused, as for VPID 0. */
  invvpid(type: 0 | 1 | 2 | 3, vpid: number, page = 0): boolean {
    if (type !== 2 && vpid === 0) return false;
    this.drop(
      (entry) =>
        (type === 2 ? entry.vpid !== 0 : entry.vpid === vpid) &&
        (type !== 0 || entry.page === page) &&
        (type !== 3 || !entry.global),
    );
    return true;
  }

  /** Types 0 address, 1 one PCID, 2 all with globals, 3 all but globals; of the running VPID. */
  invpcid(type: 0 | 1 | 2 | 3, vpid: number, pcid: number, page = 0): void {
    this.drop((entry) => {
      if (entry.vpid !== vpid) return false;
      if (type === 2) return true;
      if (entry.global) return false;
      if (type === 3) return true;
      return entry.pcid === pcid && (type === 1 || entry.page === page);
    });
  }
}
