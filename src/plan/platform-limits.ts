import { hypervLimits } from './limits/hyperv.ts';
import { kvmLimits } from './limits/kvm.ts';
import type { Limit } from './limits/limit.ts';
import { vsphereLimits } from './limits/vsphere.ts';
import { xenLimits } from './limits/xen.ts';

/** What platforms support at most; numbers nobody could be read for are marked so wherever shown. */
export const platformLimits = {
  ...kvmLimits,
  ...vsphereLimits,
  ...hypervLimits,
  ...xenLimits,
} satisfies Record<string, readonly Limit[]>;

export type PlatformId = keyof typeof platformLimits;
export const platformIds = Object.keys(platformLimits) as [PlatformId, ...PlatformId[]];
