import type { Command } from 'commander';
import { UserError } from '../../errors.ts';
import type { PageSize } from '../../hosts/host.ts';
import {
  type InvalidationScope,
  invalidationScopes,
  type NestedKind,
  nestedKinds,
  type SizedRegion,
} from '../../kernels/spaces/index.ts';
import { leafLevels, pageSizes } from '../../model/translation/simulate.ts';
import { type TagPolicy, tagPolicies } from '../../model/translation/tags.ts';
import { unknownName } from '../../names.ts';
import { parseBytes } from '../../units.ts';
import { countOf, positiveNumber } from '../options.ts';

/** Options of `virtcost translate` about address spaces, mixed pages and events of nested tables. */
export interface SpacesOptions {
  processes?: number;
  vms?: number;
  switchEvery?: number;
  exitEvery?: number;
  tags?: TagPolicy;
  flushOnLoad?: boolean;
  byProcess?: boolean;
  invalidate?: InvalidationScope;
  invalidateEvery?: number;
  globalShare?: number;
  guestMix?: Shares;
  hostMix?: Shares;
  statedPages?: boolean;
  guestRegion?: SizedRegion[];
  hostRegion?: SizedRegion[];
  nestedTables?: NestedKind;
  coldHost?: boolean;
  splitByLogging?: boolean;
  roundEvery?: number;
  merged?: number;
  deviceShare?: number;
}

export type Shares = Readonly<Record<PageSize, number>>;

function oneOf<T extends string>(what: string, names: readonly T[]): (text: string) => T {
  return (text) => {
    const found = names.find((name) => name === text);
    if (found) return found;
    throw new UserError(unknownName(`${what} of`, text, names));
  };
}

const sizeOf = (text: string | undefined) =>
  pageSizes.find((size) => size === text?.trim().toUpperCase());

/** `4K=0.5,2M=0.5`: shares that add up to 1; what is missing is 4K. */
export function mixFrom(text: string): Shares {
  const shares: Record<PageSize, number> = { '4K': 0, '2M': 0, '1G': 0 };
  for (const part of text.split(',')) {
    const [name, share, ...rest] = part.split('=');
    const size = sizeOf(name);
    const value = share?.trim() ? Number(share) : Number.NaN;
    if (!size || rest.length > 0 || !(value >= 0 && value <= 1)) {
      throw new UserError(`expected shares such as 4K=0.5,2M=0.5, found "${text}".`);
    }
    shares[size] += value;
  }
  const sum = shares['4K'] + shares['2M'] + shares['1G'];
  if (sum > 1 + 1e-9 || (shares['4K'] > 0 && sum < 1 - 1e-9)) {
    throw new UserError(`expected shares that add up to 1, found ${sum} in "${text}".`);
  }
  return shares;
}

/** `2M@0x7f0000000000+1GiB`: a size, where it starts, how long. */
export function regionFrom(text: string): SizedRegion {
  const [, name, start, length] = /^([^@]*)@([^+]*)\+(.*)$/.exec(text) ?? [];
  const size = sizeOf(name);
  const isHex = /^0x[0-9a-f]{1,14}$/i.test(start ?? '');
  const from = isHex ? Number(start) : parseBytes(start ?? '');
  const bytes = parseBytes(length ?? '');
  if (!size || from === undefined || !bytes) {
    throw new UserError(`expected a region such as 2M@0x7f0000000000+1GiB, found "${text}".`);
  }
  return { start: from, bytes, leaf: leafLevels[size] };
}

/** AMD calls the tag of a guest an ASID. */
const tagPolicy = (text: string) =>
  oneOf('--tags', Object.keys(tagPolicies) as TagPolicy[])(text === 'asid' ? 'vpid' : text);

/** One more region; an address cannot be in two. */
export function regions(text: string, before: SizedRegion[] = []): SizedRegion[] {
  const region = regionFrom(text);
  const other = before.find(
    ({ start, bytes }) => region.start < start + bytes && start < region.start + region.bytes,
  );
  if (!other) return [...before, region];
  throw new UserError(
    `expected regions that do not overlap, found "${text}" over the one of ${other.bytes} bytes at 0x${other.start.toString(16)}.`,
  );
}
const share = positiveNumber(0, 1);
const count = (text: string) => countOf(text, 1);

export function addSpacesOptions(command: Command): Command {
  return command
    .option('--processes <n>', 'address spaces of each guest, taking turns', count)
    .option('--vms <n>', 'guests taking turns (64 address spaces at most)', count)
    .option('--switch-every <n>', 'accesses of a turn (default 10000)', count)
    .option('--by-process', 'processes of the trace are address spaces')
    .option(
      '--tags <policy>',
      `tags of cached translations: ${Object.keys(tagPolicies).join(', ')} (default both); asid is vpid`,
      tagPolicy,
    )
    .option('--flush-on-load', 'CR3 is loaded without the no-flush bit')
    .option('--exit-every <n>', 'a VM exit and entry every n accesses', count)
    .option(
      '--invalidate <scope>',
      `an invalidation now and then: ${invalidationScopes.join(', ')}`,
      oneOf('--invalidate', invalidationScopes),
    )
    .option('--invalidate-every <n>', 'accesses between two (default 10000)', count)
    .option('--global-share <share>', 'share of guest memory mapped by global pages', share)
    .option('--guest-mix <shares>', 'page sizes at once, such as 4K=0.5,2M=0.5', mixFrom)
    .option('--host-mix <shares>', 'the same for the host table', mixFrom)
    .option('--stated-pages', 'guest pages of each region as the trace states them')
    .option('--guest-region <region>', 'size@start+length, may be repeated', regions)
    .option('--host-region <region>', 'the same in guest-physical addresses', regions)
    .option(
      '--nested-tables <kind>',
      `${nestedKinds.join(', ')} (default ept): with ept-ad and npt guest tables are accessed as writes`,
      oneOf('--nested-tables', nestedKinds),
    )
    .option('--cold-host', 'count violations: the host has backed no page yet')
    .option('--split-by-logging', 'dirty logging: first writes fault and split large host pages')
    .option('--round-every <n>', 'accesses of a round of dirty logging', count)
    .option('--merged <share>', 'share of 4K frames merged (KSM): their 2M is mapped in 4K', share)
    .option('--device-share <share>', 'share of 2M frames that are devices (misconfigured)', share);
}

const names: readonly (keyof SpacesOptions)[] = [
  'processes',
  'vms',
  'switchEvery',
  'byProcess',
  'tags',
  'flushOnLoad',
  'exitEvery',
  'invalidate',
  'invalidateEvery',
  'globalShare',
  'guestMix',
  'hostMix',
  'statedPages',
  'guestRegion',
  'hostRegion',
  'nestedTables',
  'coldHost',
  'splitByLogging',
  'roundEvery',
  'merged',
  'deviceShare',
];

/** True when any of these options was given. */
export const asksForSpaces = (options: SpacesOptions) =>
  names.some((name) => options[name] !== undefined);
