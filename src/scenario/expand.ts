import type { Scenario, Workload } from './schema.ts';

/** What is simulated together: one address stream on one host geometry; techniques share its walks. */
export interface Job {
  /** Position in the matrix; results are ordered by it whatever finishes first. */
  index: number;
  seed: number;
  workload: Workload;
  host: string;
  guestPage: string;
  hostPage: string;
  tlb: NonNullable<Scenario['tlb']>[number] | null;
  techniques: readonly Scenario['techniques'][number][];
}

/** The matrix in a fixed order: workloads, hosts, page pairs, TLB variants; techniques inside a job. */
export function expandJobs(scenario: Scenario): Job[] {
  const jobs: Job[] = [];
  for (const workload of scenario.workloads) {
    for (const host of scenario.hosts) {
      for (const pair of scenario.pages) {
        for (const tlb of [null, ...(scenario.tlb ?? [])]) {
          const [guestPage, hostPage] = pair.split('/') as [string, string];
          jobs.push({
            index: jobs.length,
            seed: scenario.seed,
            workload,
            host,
            guestPage,
            hostPage,
            tlb,
            techniques: scenario.techniques,
          });
        }
      }
    }
  }
  return jobs;
}
