/** Settings of the scan-time advisor (kernels 6.8 and later) with their defaults. */
export interface AdvisorSettings {
  targetScanSeconds: number;
  minPages: number;
  maxPages: number;
  maxCpuPercent: number;
}

export const advisorDefaults: AdvisorSettings = {
  targetScanSeconds: 200,
  minPages: 500,
  maxPages: 30_000,
  maxCpuPercent: 70,
};

const EWMA_WEIGHT = 30;
const MIN_CPU_PERCENT = 10;

const atLeastOne = (value: number) => Math.max(1, Math.floor(value));

/**
 * The scan-time advisor of mm/ksm.c, integer for integer. Two traps it has: the moving average starts at 0, and the first
 * CPU difference counts ksmd's whole life, so that the first step can fall far below the minimum (which is only where
 * pages_to_scan starts).
 */
export class ScanTimeAdvisor {
  private readonly settings: AdvisorSettings;
  private change = 0;
  private lastScanSeconds = 0;
  pagesToScan: number;

  constructor(settings: AdvisorSettings) {
    this.settings = settings;
    this.pagesToScan = settings.minPages;
  }

  /** After a full scan of `scanMs` in which ksmd used `cpuMs` of CPU time: the new pages_to_scan. */
  next(scanMs: number, cpuMs: number): number {
    const seconds = atLeastOne(scanMs / 1000);
    const cpuPercent = atLeastOne((Math.floor(cpuMs) * 100) / (seconds * 1000));
    const last = this.lastScanSeconds || seconds;
    const factor = atLeastOne((this.settings.targetScanSeconds * 100) / seconds);
    const change = atLeastOne((seconds * 100) / last);
    this.change = Math.floor(((100 - EWMA_WEIGHT) * this.change + EWMA_WEIGHT * change) / 100);
    let pages = Math.floor((this.pagesToScan * 100) / factor);
    pages = Math.floor((pages * this.change) / 100);
    const pagesPerPercent = atLeastOne(this.pagesToScan / cpuPercent);
    pages = Math.min(pages, pagesPerPercent * this.settings.maxCpuPercent);
    pages = Math.max(pages, pagesPerPercent * MIN_CPU_PERCENT);
    this.pagesToScan = Math.min(pages, this.settings.maxPages);
    this.lastScanSeconds = seconds;
    return this.pagesToScan;
  }
}
