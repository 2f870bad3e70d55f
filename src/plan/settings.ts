import { z } from 'zod';
import { platformIds } from './platform-limits.ts';

const share = z.number().positive().max(1000);

/** Rules of a plan without defaults: what a patch may set. */
export const settings = {
  cpuRatio: share.describe('vCPUs per core'),
  memoryRatio: share.describe('configured memory per physical memory'),
  tolerateHosts: z.number().int().min(0).max(64).describe('hosts per cluster that may fail'),
  overhead: z.boolean().describe('count the memory each machine costs beside its own'),
  platform: z
    .enum(platformIds)
    .optional()
    .describe('check machines and hosts against what it supports at most'),
};

/** Rules of a plan: ratios, failures to survive, how full hosts may be. */
export const planSettings = z.strictObject({
  ...settings,
  cpuRatio: settings.cpuRatio.default(4),
  memoryRatio: settings.memoryRatio.default(1),
  tolerateHosts: settings.tolerateHosts.default(1),
  overhead: settings.overhead.default(true),
});
export type PlanSettings = z.output<typeof planSettings>;
