/** What the operating system says of the machine; nothing of it is measured. */
export interface MachineFacts {
  model: string;
  cores: number;
  threadsPerCore?: number | undefined;
  numaNodes?: number | undefined;
  kpti?: boolean | undefined;
  /** Data and unified caches. */
  caches: { level: number; kib: number; ways: number }[];
  /** Clocks the processor can have, and who says so. */
  clock?: { lowGhz: number; highGhz: number; by: string } | undefined;
  /** Work there was before the probe began, as a share of the processors (load average of a minute over their number). */
  load?: number | undefined;
  /** Mode of transparent huge pages: `always` backs a probe's memory with 2 MiB pages. */
  hugePages?: string | undefined;
}

export function vendorOf({ model }: MachineFacts): 'intel' | 'amd' | 'arm' {
  if (/amd|epyc|ryzen/i.test(model)) return 'amd';
  return /intel|xeon|core\(tm\)/i.test(model) ? 'intel' : 'arm';
}
