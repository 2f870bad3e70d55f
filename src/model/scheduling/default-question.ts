import type { SchedulingQuestion } from './what-if.ts';

/** An overcommitted host for reports: a service, two hogs and a capped machine on two CPUs. */
export const defaultSchedulingQuestion: SchedulingQuestion = {
  resource: 'cpu',
  unit: 'GHz',
  host: { sockets: 1, coresPerSocket: 2, threadsPerCore: 1, clockGhz: 3 },
  machines: [
    { name: 'service', shares: 2000, vcpus: 1, rate: 100, workUs: 2000 },
    { name: 'batch', shares: 1000, vcpus: 2 },
    { name: 'co-scheduled', shares: 1000, vcpus: 2, coscheduling: 'relaxed' },
    { name: 'capped', shares: 500, vcpus: 1, quotaUs: 20_000, periodUs: 100_000 },
  ],
  pools: [],
  policies: ['slices', 'credit', 'eevdf'],
  pcpus: 2,
  horizonUs: 10e6,
  seed: 1,
};
