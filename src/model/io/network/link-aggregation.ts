import { UserError } from '../../../errors.ts';

export interface Flow {
  sourceIp: number;
  destinationIp: number;
  sourcePort: number;
  destinationPort: number;
  sourceMac?: number;
  destinationMac?: number;
}

export type HashPolicy = 'layer2' | 'layer3+4' | 'layer3+4-even-ports';

/** Linux folds a 32-bit hash twice before the modulus. */
const fold = (hash: number) => {
  const once = hash ^ (hash >>> 16);
  return (once ^ (once >>> 8)) >>> 0;
};

/** Network byte order as a little-endian host reads it. */
const swapHalves = (port: number) => ((port & 0xff) << 8) | ((port >>> 8) & 0xff);
const swap = (address: number) => swapHalves(address >>> 16) | (swapHalves(address & 0xffff) << 16);

/**
 * Which link of a bond carries a flow. `layer3+4-even-ports` drops the lowest bit of the hash, as
 * Linux does since commit b5f862180d70: clients that bind to even source ports would otherwise
 * all land on one half of the links.
 */
export function linkOf(flow: Flow, links: number, policy: HashPolicy): number {
  if (!Number.isSafeInteger(links) || links < 1)
    throw new UserError(`expected 1 or more links, found ${links}.`);
  if (policy === 'layer2') {
    return (((flow.sourceMac ?? 0) ^ (flow.destinationMac ?? 0)) & 0xff) % links;
  }
  const ports = swapHalves(flow.sourcePort) | (swapHalves(flow.destinationPort) << 16);
  const hash = fold((ports ^ swap(flow.sourceIp) ^ swap(flow.destinationIp)) >>> 0);
  return (policy === 'layer3+4' ? hash : hash >>> 1) % links;
}

/** Flows per link, and the throughput in units of one link: a flow never exceeds its one link. */
export function aggregate(flows: readonly Flow[], links: number, policy: HashPolicy) {
  const perLink = new Array<number>(links).fill(0);
  for (const flow of flows) perLink[linkOf(flow, links, policy)]! += 1;
  const used = perLink.filter((count) => count > 0).length;
  return { perLink, used, throughputInLinks: used };
}

/** Expected share of links in use when f flows hash evenly over n links: 1 - (1 - 1/n)^f. */
export function expectedLinksUsed(flows: number, links: number): number {
  return links * (1 - (1 - 1 / links) ** flows);
}
