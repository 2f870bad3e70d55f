import { z } from 'zod';
import { group, present } from '../../elements.ts';
import { UserError } from '../../errors.ts';
import type { LeafLevel, TranslationConfig, WalkCaches } from '../../kernels/translation/index.ts';

/** A row `{trace, config}`; everything else in it is a measurement or a remark. */
export const rowSchema = z.object({
  trace: z.string().min(1).max(200),
  config: z.string().min(1).max(200),
});
export type Row = z.infer<typeof rowSchema>;

const leaves: Record<string, LeafLevel> = { '4K': 1, '2M': 2, '1G': 3 };

/** The oracle's page-walk caches (data/memory-traces/README.md), as in the DMT simulator. */
const oracleWalkCaches: WalkCaches = { pml5: 0, pml4: 2, pdpt: 4, pd: 32 };
const oracleL1 = {
  1: { entries: 64, ways: 4 },
  2: { entries: 32, ways: 4 },
  3: { entries: 4, ways: 4 },
};

/** `native 2M +PWC`, `4K/2M +gPWC+hPWC+nTLB16`: page sizes, then what is switched on, in any order. */
export function parseConfig(text: string, frames: TranslationConfig['frames']): TranslationConfig {
  const match = /^(?:native\s+(4K|2M|1G)|(4K|2M|1G)\/(4K|2M|1G))\s*((?:\+\s*\w+\s*)*)$/i.exec(
    text.trim(),
  );
  if (!match) throw unknownConfig(text);
  const nested = match[1] === undefined;
  const guestLeaf = present(leaves[present(match[1] ?? match[2]).toUpperCase()]);
  const hostLeaf = nested ? present(leaves[group(match, 3).toUpperCase()]) : 1;
  const entry = nested ? (Math.min(guestLeaf, hostLeaf) as LeafLevel) : guestLeaf;
  const config: TranslationConfig = {
    mode: nested ? 'nested' : 'native',
    guestLevels: 4,
    hostLevels: 4,
    guestLeaf,
    hostLeaf,
    l1Tlb: oracleL1[entry],
    l2Tlb: { entries: 1536, ways: 12 },
    guestWalkCaches: null,
    hostWalkCaches: null,
    nestedTlbEntries: 0,
    caches: null,
    dataReferences: false,
    frames,
  };
  for (const option of group(match, 4)
    .split('+')
    .map((word) => word.trim().toLowerCase())) {
    const nestedTlb = /^ntlb(\d{1,5})$/.exec(option);
    if (option === '') continue;
    else if (option === 'gpwc' || option === 'pwc') config.guestWalkCaches = oracleWalkCaches;
    else if (option === 'hpwc') config.hostWalkCaches = oracleWalkCaches;
    else if (nestedTlb) config.nestedTlbEntries = Number(nestedTlb[1]);
    else throw unknownConfig(text);
    if (option === 'pwc' && nested) config.hostWalkCaches = oracleWalkCaches;
  }
  return config;
}

function unknownConfig(text: string): UserError {
  return new UserError(
    `expected a configuration such as "native 2M +PWC" or "4K/2M +gPWC+hPWC+nTLB16", found "${text}".`,
  );
}

const units: Record<string, number> = { KB: 2 ** 10, MB: 2 ** 20, GB: 2 ** 30, TB: 2 ** 40 };

/** Footprint of a generated trace `synSIZE`; null when the name is that of a file. */
export function syntheticBytes(trace: string): number | null {
  const match = /^syn(\d{1,7})([KMGT])i?B$/i.exec(trace);
  return match ? Number(match[1]) * present(units[`${group(match, 2).toUpperCase()}B`]) : null;
}

export const SYNTHETIC_ACCESSES = 1_000_000;
