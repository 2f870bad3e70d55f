import { z } from 'zod';
import { inGib, inMbit, inMhz } from '../quantity-field.ts';
import { placementSchema } from './placement/schema.ts';
import { refreshSchema } from './refresh/schema.ts';
import { settings } from './settings.ts';
import { storageSchema } from './storage/schema.ts';
import { techniqueSchema } from './technique/schema.ts';
import { zonesSchema } from './zones/schema.ts';

const count = z.number().int().min(1).max(100_000);
const share = z.number().positive().max(1000);

const newHost = z.strictObject({
  cluster: z.string().min(1),
  count: count.default(1),
  sockets: z.number().int().min(1).max(64).default(2),
  cores: z.number().int().min(1).max(4096),
  mhzPerCore: inMhz(z.number().min(100).max(10_000)),
  memoryGiB: inGib(z.number().positive().max(1_048_576)),
  storageGiB: inGib(z.number().min(0).max(1e9)).optional().describe('storage inside the host'),
  networkMbps: inMbit(z.number().min(0).max(1e9)).optional(),
  numaNodes: z.number().int().min(1).max(64).optional(),
});

const newVm = z.strictObject({
  cluster: z.string().min(1),
  count: count.default(1),
  vcpus: z.number().int().min(1).max(4096),
  memoryGiB: inGib(z.number().positive().max(65_536)),
  diskGiB: inGib(z.number().min(0).max(1e9)).default(0),
  networkMbps: inMbit(z.number().min(0).max(1e9)).optional(),
});

/** Names, or wildcards: old-*. */
const gone = z.array(z.string());

/** A what-if is a small patch on a base: set rules, scale loads, add or remove hosts and machines. */
export const whatIfSchema = z.strictObject({
  name: z.string().min(1).max(80),
  // Without defaults: what a patch does not set stays as the base has it.
  set: z.strictObject(settings).partial().optional(),
  scale: z
    .strictObject({
      vms: share.optional().describe('number of machines in each cluster, copies spread evenly'),
      vcpus: share.optional(),
      memory: share.optional(),
      hostMemory: share.optional(),
      hostCores: share.optional(),
      hostStorage: share.optional(),
      hostNetwork: share.optional(),
    })
    .optional(),
  add: z
    .strictObject({ hosts: z.array(newHost).optional(), vms: z.array(newVm).optional() })
    .optional(),
  remove: z
    .strictObject({
      hosts: gone.optional(),
      vms: gone.optional(),
      clusters: gone.optional(),
      rules: gone.optional().describe('rules of placement by name'),
      pools: gone.optional(),
      maintenance: gone.optional().describe('hosts back from maintenance'),
    })
    .optional(),
  placement: placementSchema.optional(),
  technique: techniqueSchema.optional(),
  refresh: refreshSchema.optional(),
  zones: zonesSchema.optional(),
  storage: storageSchema.optional(),
});
export type WhatIf = z.output<typeof whatIfSchema>;
