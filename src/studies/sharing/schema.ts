import { z } from 'zod';
import { kernelVersion } from '../../model/dedup/ksm/kernel-version.ts';
import { duration, share } from '../../scenario/fields.ts';

export const sharingSettings = z.strictObject({
  enabled: z.boolean().default(true).describe('whether equal pages are looked for at all'),
  pagesToScan: z
    .number()
    .int()
    .min(1)
    .max(2 ** 31)
    .default(100)
    .describe('pages_to_scan of ksmd'),
  sleep: duration.default(0.02).describe('sleep_millisecs of ksmd'),
  maxPageSharing: z
    .number()
    .int()
    .min(2)
    .max(2 ** 31 - 1)
    .default(256),
  zeroPages: z.boolean().default(false).describe('use_zero_pages of ksmd'),
  smartScan: z.boolean().default(true).describe('smart_scan of ksmd'),
  kernel: z
    .string()
    .max(60)
    .refine((release) => kernelVersion(release) !== null, 'expected a release such as 6.18')
    .default('6.18')
    .describe('kernel whose KSM rules apply'),
  hz: z.number().int().min(24).max(1000).default(250).describe('timer ticks of the host kernel'),
  together: z
    .number()
    .int()
    .min(1)
    .max(1024)
    .optional()
    .describe('machines of a kind on one host; the count of the VM, at most 8, by default'),
  rewritten: share
    .default(0.05)
    .describe('share of the merged pages a guest writes to in an hour; each breaks the sharing'),
});
export type SharingKnobs = z.output<typeof sharingSettings>;
