import { type Multiplicity, type SharingCounts, settledKsm } from '../../kernels/dedup/sharing.ts';

/** What every policy is judged on: one set of memory images or one population. */
export interface SharingProfile {
  /** At 4 KiB and 2 MiB. */
  small: SharingCounts;
  large: SharingCounts;
  /** Of the non-zero 4 KiB contents. */
  multiplicity: Multiplicity;
  /** Non-zero pages equal to the page at the same place of the first VM; null where places are unknown. */
  sameAsBase: number | null;
}

export interface PolicyResult {
  id: string;
  title: string;
  savedBytes: number;
  /** Memory the policy itself needs. */
  metadataBytes: number;
  /** True where pages of different VMs share a frame: what a tenant writes can then be timed by another. */
  crossesTenants: boolean;
  /** What turns the crossing off. */
  switchOff: string;
  note: string;
}

const PAGE = 4096;
const LARGE_PAGE = 2 * 1024 * 1024;
/** mm/ksm.c: rmap_item 64 bytes (measured in every recorded general_profit), stable node 64 bytes. */
const KSM_ITEM_BYTES = 64;
const KSM_NODE_BYTES = 64;
/** Waldspurger, OSDI 2002: a frame of the sharing table takes 16 bytes. */
const ESX_FRAME_BYTES = 16;

/** Every policy on the same memory, settled: nothing is written any more. */
export function comparePolicies(
  profile: SharingProfile,
  maxPageSharing: number,
): readonly PolicyResult[] {
  return [
    ...ksmPolicies(profile, maxPageSharing),
    ...esxPolicies(profile),
    ...policiesWithoutScanner(profile),
  ];
}

function ksmPolicies(
  { small, multiplicity }: SharingProfile,
  maxPageSharing: number,
): PolicyResult[] {
  const ksm = (useZeroPages: boolean) => {
    const settled = settledKsm(multiplicity, small.zero, maxPageSharing, useZeroPages);
    const merged = settled.pages_sharing + settled.ksm_zero_pages;
    const items = small.total - settled.ksm_zero_pages;
    return {
      savedBytes: merged * PAGE,
      metadataBytes: items * KSM_ITEM_BYTES + settled.pages_shared * KSM_NODE_BYTES,
    };
  };
  const ksmSwitch = 'mem-merge=off for a VM, echo 2 > /sys/kernel/mm/ksm/run for the host';
  return [
    {
      id: 'ksm',
      title: `KSM, max_page_sharing ${maxPageSharing}`,
      ...ksm(false),
      crossesTenants: true,
      switchOff: ksmSwitch,
      note: 'zero pages count as any other content',
    },
    {
      id: 'ksm-zero',
      title: 'KSM with use_zero_pages',
      ...ksm(true),
      crossesTenants: true,
      switchOff: ksmSwitch,
      note: 'zero pages map the kernel zero page and need no rmap_item',
    },
  ];
}

/** Sharing as ESX does it, and of whole large pages. */
function esxPolicies({ small, large }: SharingProfile): PolicyResult[] {
  const zeroBytes = small.zero * PAGE;
  return [
    {
      id: 'esx',
      title: 'ESX page sharing between VMs',
      savedBytes: small.saved_nonzero * PAGE + Math.max(0, zeroBytes - PAGE),
      metadataBytes: small.total * ESX_FRAME_BYTES,
      crossesTenants: true,
      switchOff: 'Mem.ShareForceSalting=2 (the default since ESXi 6.0)',
      note: 'only 4 KiB pages: large pages are shared once pressure has broken them',
    },
    {
      id: 'esx-salted',
      title: 'ESX page sharing inside each VM (salted)',
      savedBytes:
        small.saved_intra_vm_only * PAGE +
        small.per_vm.reduce((sum, vm) => sum + Math.max(0, vm.zero - 1) * PAGE, 0),
      metadataBytes: small.total * ESX_FRAME_BYTES,
      crossesTenants: false,
      switchOff: 'Mem.ShareScanTime=0 turns sharing off altogether',
      note: 'the salt is the uuid of the VM',
    },
    {
      id: 'large-pages',
      title: 'sharing whole 2 MiB pages',
      savedBytes: (large.saved_nonzero + Math.max(0, large.zero - 1)) * LARGE_PAGE,
      metadataBytes: large.total * ESX_FRAME_BYTES,
      crossesTenants: true,
      switchOff: 'as for 4 KiB pages',
      note: 'keeps huge pages intact; no product does it',
    },
  ];
}

function policiesWithoutScanner({ small, sameAsBase }: SharingProfile): PolicyResult[] {
  const zeroBytes = small.zero * PAGE;
  const results: PolicyResult[] = [
    {
      id: 'one-shot',
      title: 'one pass at snapshot or clone time',
      savedBytes: small.saved_nonzero * PAGE + zeroBytes,
      metadataBytes: 0,
      crossesTenants: true,
      switchOff: 'do not clone across tenants',
      note: 'no scanner afterwards: every write loses its page for good',
    },
    {
      id: 'zero-only',
      title: 'zero pages only',
      savedBytes: zeroBytes,
      metadataBytes: 0,
      crossesTenants: false,
      switchOff: 'not needed: all that can be learned is that a page was zero',
      note: 'what free page reporting and ballooning give without a scanner',
    },
  ];
  if (sameAsBase !== null) {
    results.push({
      id: 'base-image',
      title: 'shared base image (linked clones, page cache of containers)',
      savedBytes: sameAsBase * PAGE,
      metadataBytes: 0,
      crossesTenants: true,
      switchOff: 'one base image per tenant',
      note: 'non-zero pages equal to the same place of the first VM; no scanner',
    });
  }
  return results;
}

/** What sharing across tenants gives away, with where it was shown. */
export const securityStatement: readonly { risk: string; source: string }[] = [
  {
    risk: 'A write to a shared page is slower by the copy (1.6 us at best here, against tens of ns): a tenant learns which pages its neighbours hold.',
    source: 'slides of Suzaki; IBM, DSN 2013; fault times measured on kernel 6.18',
  },
  {
    risk: 'Reads leak too, and merging decides where a page lies in memory, which steers Rowhammer.',
    source: 'VUSec pages on Flip Feng Shui and VUsion',
  },
  {
    risk: 'VMware turned sharing between VMs off by default (5.0 U3d, 5.1 U3, 5.5 U2d, 6.0); Windows 10 merges only pages of 0x00 or 0xff and inside one security domain.',
    source: 'VMware KB 2080735; frankdenneman.nl 2015-02-02',
  },
];

/**
 * Expected pages saved when a share `fraction` of all pages has been visited once in random order (ESX): of n copies, the
 * visited ones less one, Σ n·x − (1 − (1 − x)^n). Exact in expectation; equals n − 1 a content after a whole pass.
 */
export function esxSavedAfter(multiplicity: Multiplicity, fraction: number): number {
  return multiplicity.reduce(
    (saved, [n, contents]) => saved + contents * (n * fraction - 1 + (1 - fraction) ** n),
    0,
  );
}

/**
 * Chance that 64-bit hashes of so many pages collide anywhere: 1 - exp(-n² / 2^65). Waldspurger: half near 2^32 pages,
 * under 0.01 % for 2^24 pages (64 GiB).
 */
export function hashCollisionChance(pages: number): number {
  return -Math.expm1(-(pages * pages) / 2 ** 65);
}
