import type { Collected } from './findings.ts';

/** A reader of one kind of file that lists hosts or machines. */
export interface InventoryReader {
  id: string;
  title: string;
  /** How to make such a file. */
  make: string;
  /** What is read from it, where that is not hosts or machines. */
  reads?: string;
  /** The commands of virtcost that take it, where those are not plan and import. */
  command?: string;
  /** Its file holds sizes that other files name (flavors, types): it is read before them. */
  isLookup?: boolean;
  /** Is this file of the kind, by its name and its first 4 KiB (unpacked)? */
  sniff(name: string, head: string): boolean;
  read(path: string, into: Collected): Promise<void>;
}
