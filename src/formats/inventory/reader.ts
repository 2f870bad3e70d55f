import type { Collected } from './findings.ts';

/** A reader of one kind of file that lists hosts or machines. */
export interface InventoryReader {
  id: string;
  title: string;
  /** How to make such a file. */
  make: string;
  /** Is this file of the kind, by its name and its first 4 KiB (unpacked)? */
  sniff(name: string, head: string): boolean;
  read(path: string, into: Collected): Promise<void>;
}
