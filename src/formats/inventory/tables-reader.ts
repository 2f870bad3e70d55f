import type { Collected } from './findings.ts';
import type { Tab } from './tab.ts';

/** What a tab of a workbook or a delimited file is called and has as titles. */
export interface TabHeader {
  name: string;
  titles: readonly string[];
}

/** A reader of an export that is several tables: tabs of one workbook, or one delimited file each. */
export interface TablesReader {
  id: string;
  title: string;
  /** How to make such an export. */
  make: string;
  /** What is read from it, where that is not hosts or machines. */
  reads?: string;
  /** The commands of virtcost that take it, where those are not plan and import. */
  command?: string;
  /** Titles kept, by the reader's own name of each table. */
  wanted: Readonly<Record<string, readonly string[]>>;
  /** Which of its tables a tab is, by name and titles; undefined for one it does not know. */
  tableOf(tab: TabHeader): string | undefined;
  /** Is an export with these tables of its kind? Tools share names of tabs: `tabs` has the titles. */
  claims(tables: ReadonlySet<string>, tabs: readonly TabHeader[]): boolean;
  /** Collects hosts and machines; `file` names the workbook or folder in messages. */
  read(tables: ReadonlyMap<string, Tab>, into: Collected, file: string): void;
}
