/** Pages of guest memory that lie in one piece: in the guest and in the file. */
export interface Run {
  /** Guest frame number (4 KiB) of the first page. */
  firstFrame: number;
  pages: number;
  /** Where the pages begin in the file. */
  offset: number;
  /** Pages the file holds; the rest of the run is zero. */
  storedPages: number;
}

/** The memory of one VM (or process) as something that can be read page by page. */
export interface MemoryImage {
  /** Shown to people; not a path. */
  name: string;
  path: string;
  kind: 'raw' | 'elf-core' | 'process';
  /** Ascending by frame, not overlapping. */
  runs: Run[];
  pages: number;
  /** Bytes the file system stores for it; less than its size where the file is sparse. */
  allocatedBytes: number;
  /** Process only: pages in swap or never touched, which were not read. */
  leftOut?: { swapped: number; absent: number };
}

export const PAGE_BYTES = 4096;

export function totalPages(runs: readonly Run[]): number {
  return runs.reduce((sum, run) => sum + run.pages, 0);
}
