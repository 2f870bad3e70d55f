import { describe, expect, it } from 'vitest';
import { encapsulation, encapsulations, espBytes } from './encapsulation.ts';
import { goodputGbps, linePacketRate } from './line-rate.ts';
import { aggregate, type Flow, linkOf } from './link-aggregation.ts';
import { SecurityGroup } from './security-group.ts';
import { switchPath } from './virtual-switch.ts';

describe('encapsulation', () => {
  it('adds 50 bytes with VXLAN, 70 over IPv6, 24 with GRE, 42 with NVGRE', () => {
    const bytes = ['vxlan', 'vxlan-ipv6', 'gre', 'nvgre'].map((id) => encapsulation(id).bytes);
    expect(bytes).toEqual([50, 70, 24, 42]);
  });
  it('pads ESP to the cipher block: 73 bytes at worst, 58 at best', () => {
    const of = (payload: number) => espBytes({ payload }).bytes;
    expect(espBytes().bytes).toBe(73);
    const all = Array.from({ length: 64 }, (_, i) => of(i));
    expect([Math.min(...all), Math.max(...all)]).toEqual([58, 73]);
  });
  it('names the known ones when asked for another', () => {
    expect(() => encapsulation('carrier pigeon')).toThrow('vxlan');
    expect(new Set(encapsulations.map((entry) => entry.id)).size).toBe(encapsulations.length);
  });
});

describe('wire', () => {
  it('carries 9.49 Gbit/s of TCP on 10 GbE without timestamps and 9.90 with jumbo frames', () => {
    expect(goodputGbps({ linkGbps: 10, mtu: 1500, timestamps: false })).toBeCloseTo(9.493, 3);
    expect(goodputGbps({ linkGbps: 10, mtu: 9000 })).toBeCloseTo(9.9, 2);
  });
  it('fits 14.88 million minimum frames a second on 10 GbE', () => {
    expect(linePacketRate(10, 46) / 1e6).toBeCloseTo(14.88, 2);
  });
});

describe('link aggregation', () => {
  const even = (i: number): Flow => ({
    sourceIp: 0x0a000001,
    destinationIp: 0x0a000002,
    sourcePort: 40_960 + 2 * i,
    destinationPort: 5001,
  });
  const flows = Array.from({ length: 8 }, (_, i) => even(i));

  it('puts all even source ports on one of two links until the lowest hash bit is dropped', () => {
    expect(aggregate(flows, 2, 'layer3+4').used).toBe(1);
    expect(aggregate(flows, 2, 'layer3+4-even-ports').used).toBe(2);
  });
  it('never gives one flow more than one link', () => {
    expect(aggregate([flows[0]!], 4, 'layer3+4').throughputInLinks).toBe(1);
    expect(linkOf(flows[0]!, 1, 'layer2')).toBe(0);
  });
});

describe('virtual switch', () => {
  it('keeps a frame on the host only within one port group', () => {
    expect(switchPath({ sameHost: true, samePortGroup: true }).leavesHost).toBe(false);
    expect(switchPath({ sameHost: true, samePortGroup: false }).leavesHost).toBe(true);
    expect(switchPath({ sameHost: false, samePortGroup: true }).leavesHost).toBe(true);
  });
  it('keeps routed traffic on the host when a distributed router runs there', () => {
    const path = switchPath({ sameHost: true, samePortGroup: false, distributedRouter: true });
    expect(path).toMatchObject({ leavesHost: false, routed: true, linkPasses: 0 });
  });
});

describe('stateful security group', () => {
  const web = {
    direction: 'in',
    protocol: 'tcp',
    ports: [443, 443],
    remote: { address: 0, prefix: 0 },
  } as const;
  const request = {
    direction: 'in',
    protocol: 'tcp',
    localPort: 443,
    remotePort: 50_000,
    remoteAddress: 0x0a000001,
  } as const;

  it('lets the answer to an allowed packet out without a rule', () => {
    const group = new SecurityGroup([web]);
    expect(group.decide({ ...request, direction: 'out' }).allowed).toBe(false);
    expect(group.decide(request)).toEqual({ allowed: true, rulesVisited: 1, known: false });
    expect(group.decide({ ...request, direction: 'out' })).toEqual({
      allowed: true,
      rulesVisited: 0,
      known: true,
    });
  });
  it('refuses a new connection when its table is full and keeps serving known ones', () => {
    const group = new SecurityGroup([web], 1);
    group.decide(request);
    expect(group.decide({ ...request, remotePort: 50_001 }).allowed).toBe(false);
    expect(group.decide(request).allowed).toBe(true);
  });
  it('matches remote addresses by prefix', () => {
    const inner = { ...web, remote: { address: 0x0a000000, prefix: 8 } };
    expect(new SecurityGroup([inner]).decide(request).allowed).toBe(true);
    const other = { ...request, remoteAddress: 0xc0a80001 };
    expect(new SecurityGroup([inner]).decide(other).allowed).toBe(false);
  });
});
