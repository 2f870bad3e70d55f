import { type AdvisorSettings, advisorDefaults, ScanTimeAdvisor } from './advisor.ts';

/** How long the recorder waits for the end of a scan it has woken ksmd for. */
const RECORDER_WAIT_MS = 20_000;

/**
 * The scan-time advisor under the recorder's steps: it sets how many pages a wake-up visits, and the recorder cannot. A
 * step that does not end its scan lasts as long as the recorder waits. The first CPU difference counts ksmd's whole life, of
 * which a record says nothing: it is taken as more than five seconds, from which on the next rate is the lowest there is.
 */
export class SteppedAdvisor {
  private readonly advisor: ScanTimeAdvisor;
  private scanMs = 0;
  private cpuMs = Number.POSITIVE_INFINITY;

  constructor(settings: Partial<AdvisorSettings>) {
    this.advisor = new ScanTimeAdvisor({ ...advisorDefaults, ...settings });
  }

  get pagesToScan(): number {
    return this.advisor.pagesToScan;
  }

  /** After a wake-up: whether it ended a scan, and the CPU time ksmd took for it. */
  afterStep(endedScan: boolean, cpuMs: number): void {
    this.cpuMs += cpuMs;
    if (!endedScan) {
      this.scanMs += RECORDER_WAIT_MS;
      return;
    }
    this.advisor.next(this.scanMs, this.cpuMs);
    this.scanMs = 0;
    this.cpuMs = 0;
  }
}
