import { type Sourced, sourced, unverified } from '../../../sourced.ts';
import { type Encapsulation, encapsulation } from './encapsulation.ts';
import { goodputGbps } from './line-rate.ts';

/** CPU time of the sending host per kilobyte (1024 bytes), one TCP stream. */
const segmentedBySoftware = sourced(2.983, 'us/KB', 'published', 'suite io: ipip-gso, no GSO');
const segmentedLate = sourced(1.152, 'us/KB', 'published', 'suite io: ipip-gso, GSO');
const wireguardCpu = sourced(
  8192 / 1542,
  'us/KB',
  'published',
  'suite io: wg-pfsense, one core of a Xeon D-1541 (secondary)',
);

export interface Tunnel {
  encapsulation: Encapsulation;
  /** What the wire allows, and what one core of the sender allows. */
  wireGbps: number;
  coreGbps: number;
  goodputGbps: number;
  cpuUsPerKb: Sourced;
  limitedBy: 'wire' | 'one core';
  /** Cores one direction at wire speed needs. */
  coresAtWire: number;
}

/** Plain frames filled a 10 GbE wire, so sending costs at most this. */
const plainAtMost = sourced(8.192 / 9.48, 'us/KB', 'derived', 'suite io: sriov-dong, line rate');

function cpuOf(id: string, offload: boolean): Sourced {
  if ((id === 'none' || id === 'vlan') && offload) return plainAtMost;
  if (id === 'wireguard') return wireguardCpu;
  if (id === 'ipsec')
    return unverified(wireguardCpu.value, 'us/KB', 'taken like WireGuard; no ESP figure was read');
  const measured = offload ? segmentedLate : segmentedBySoftware;
  return id === 'ipip' ? measured : { ...measured, status: 'estimated' };
}

/** One TCP stream through a tunnel: headers shrink the segment, segmentation decides the CPU. */
export function tunnel(
  id: string,
  options: { linkGbps: number; mtu: number; offload: boolean },
): Tunnel {
  const found = encapsulation(id);
  const wireGbps = goodputGbps({ ...options, overheadBytes: found.bytes });
  const cpuUsPerKb = cpuOf(id, options.offload);
  const coreGbps = 8.192 / cpuUsPerKb.value;
  return {
    encapsulation: found,
    wireGbps,
    coreGbps,
    goodputGbps: Math.min(wireGbps, coreGbps),
    cpuUsPerKb,
    limitedBy: coreGbps < wireGbps ? 'one core' : 'wire',
    coresAtWire: wireGbps / coreGbps,
  };
}
