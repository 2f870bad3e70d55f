import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { srv } from '../../../hosts/srv.ts';
import { adapterQueues, type QueueQuestion } from './adapter-queues.ts';
import { bondFailover, elasticNicMove } from './bond-failover.ts';
import { bondTimers } from './bond-timers.ts';
import { encapsulations } from './encapsulation.ts';
import { bridgeLookup, flowCache } from './flow-cache.ts';
import { forwardingRules } from './forwarding.ts';
import { packetThrough } from './packet-through.ts';
import { filterAnswer, serviceAnswer } from './services.ts';

const cold = { masks: 14, maskCache: false, microflowCache: false, hitShare: 0.977 };

describe('the flow cache of a virtual switch', () => {
  it('takes 7.5 look-ups of 14 masks on a hit and 14 on a miss; a mask cache makes the hit 1', () => {
    const plain = flowCache(cold);
    expect([plain.hitLookups, plain.hitLookupsWorst, plain.missLookups]).toEqual([7.5, 14, 14]);
    expect(flowCache({ ...cold, maskCache: true }).hitLookups).toBe(1);
    expect(flowCache({ ...cold, microflowCache: true }).missLookups).toBe(15);
  });

  it('lies between its hits and its misses, whatever the share', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (masks, hitShare) => {
          const { hitNs, missNs, meanNs } = flowCache({ ...cold, masks, hitShare });
          expect(meanNs.value).toBeGreaterThanOrEqual(hitNs.value * (1 - 1e-9));
          expect(meanNs.value).toBeLessThanOrEqual(missNs.value * (1 + 1e-9));
        },
      ),
    );
    expect(() => flowCache({ ...cold, masks: 0 })).toThrow(/1 or more/);
  });
});

describe('port groups', () => {
  const question = {
    host: srv,
    bytes: 1500,
    linkGbps: 10,
    lookupNs: bridgeLookup().meanNs,
    distributedRouter: false,
  };

  it('keep only the same group on the same host inside; the same group leaves for another host, another group for a router', () => {
    const rules = forwardingRules(question);
    expect(rules.map(({ leavesHost }) => leavesHost)).toEqual([false, true, true, true]);
    expect(rules.map(({ routed }) => routed)).toEqual([false, true, false, true]);
    const router = forwardingRules({ ...question, distributedRouter: true });
    expect(router.map(({ leavesHost }) => leavesHost)).toEqual([false, false, true, true]);
  });

  it('cost two passes of the wire more where they leave: 2 x 1.23 µs at 1,500 bytes and 10 Gbit/s', () => {
    const [inside, outside] = forwardingRules(question);
    expect(outside!.us.value - inside!.us.value).toBeGreaterThan(2 * 1.23);
  });
});

describe('a bond', () => {
  const asked = {
    miimonMs: 100,
    downdelayMs: 250,
    arpIntervalMs: 200,
    arpMissedMax: bondTimers.arpMissedMax.value,
    lacpFast: false,
    mlagKeepaliveS: 5,
  };

  it('rounds a downdelay of 250 to 200 and notices a link within 300 ms, the way within 400, a backup within 600', () => {
    const { downdelayMs, failures } = bondFailover(asked);
    expect(downdelayMs).toBe(200);
    expect(failures.slice(0, 3).map(({ worstMs }) => worstMs)).toEqual([300, 400, 600]);
    expect(failures.slice(3).map(({ worstMs }) => worstMs)).toEqual([90_000, 5000, 300]);
    expect(bondFailover({ ...asked, lacpFast: true }).failures[3]!.worstMs).toBe(3000);
  });

  it('without a monitor sees nothing of the link', () => {
    const { failures } = bondFailover({ ...asked, miimonMs: 0, arpIntervalMs: 0 });
    expect(failures.map(({ noticedBy }) => noticedBy)[0]).toMatch(/LACP/);
  });

  it('an elastic NIC takes the sum of its steps, stated ones without interval', () => {
    const steps = elasticNicMove({ detectS: 3, detachS: 0, attachS: 4, announceS: 1 });
    expect(steps.reduce((sum, { s }) => sum + s.high, 0)).toBe(8);
  });
});

describe('a packet in a tunnel', () => {
  const question = { bytes: 1400, mtu: 1500, linkGbps: 10 };
  it('is 1,438 bytes on the wire alone, and 50 more in VXLAN', () => {
    expect(packetThrough('none', question).wireBytes).toBe(1438);
    expect(packetThrough('vxlan', question)).toMatchObject({
      addedBytes: 50,
      wireBytes: 1488,
      fragments: 1,
    });
    expect(packetThrough('vlan', question).wireBytes).toBe(1442);
  });
  it('becomes two packets where it no longer fits, except under a VLAN tag', () => {
    const full = { ...question, bytes: 1500 };
    expect(packetThrough('gre', full).fragments).toBe(2);
    expect(packetThrough('vlan', full).fragments).toBe(1);
    expect(packetThrough('vxlan', { ...full, mtu: 1550 }).fragments).toBe(1);
  });
  it('gains from ESP what fills the cipher block: 1,400 + 2 fills no 16, so 6 of padding', () => {
    expect(packetThrough('ipsec', question).addedBytes).toBe(20 + 8 + 16 + 6 + 2 + 12);
  });
  it('is never smaller than without', () => {
    for (const { id } of encapsulations) {
      expect(packetThrough(id, question).wireUs, id).toBeGreaterThanOrEqual(
        packetThrough('none', question).wireUs,
      );
    }
  });
});

describe('services', () => {
  it('visit half the rules of a list for a new connection and one entry of a map; later packets none', () => {
    const question = { rules: 999, packetsPerConnection: 10, connections: 1000 };
    const list = filterAnswer('iptables', question);
    expect([list.rulesNew, list.rulesWorst]).toEqual([500, 999]);
    expect(list.newUs.value).toBeCloseTo(500 * 0.01 + 1.5);
    expect(filterAnswer('nftables', question).rulesNew).toBe(1);
    expect(list.tableBytes).toBe(320_000);
    expect(list.meanUs.value).toBeCloseTo((list.newUs.value + 9 * list.establishedUs.value) / 10);
    const thirty = filterAnswer('iptables', { ...question, rules: 30_000 }).newUs;
    expect([Math.round(thirty.low), Math.round(thirty.high)]).toEqual([76, 302]);
  });

  it('one Maglev machine fills 10 Gbit/s with the smallest packets: 67 ns each', () => {
    const answer = serviceAnswer('l4-dsr', { packetsPerS: 14.88e6, linkGbps: 10, bytes: 46 });
    expect(answer.coresAtLineRate).toBeCloseTo(1, 2);
    expect(answer.cores).toBeCloseTo(1, 2);
    const nat = serviceAnswer('l4-nat', { packetsPerS: 1e6, linkGbps: 10, bytes: 46 });
    expect(nat.passes).toBe(2);
  });
});

describe('one adapter for many machines', () => {
  const question: QueueQuestion = {
    host: srv,
    machines: 200,
    vcpus: 2,
    bytes: 1500,
    linkGbps: 10,
    functions: 512,
    queues: 64,
    vectorsEach: 3,
    msix: 384,
    packetsPerInterrupt: 8,
  };
  it('gives functions until its vectors are used: 384 / 3 = 128 of 512', () => {
    const [software, queues, functions] = adapterQueues(question);
    expect([software!.served, queues!.served, functions!.served]).toEqual([200, 64, 128]);
    expect(functions!.shared).toBe(72);
  });
  it('costs less CPU with queues than with a software switch, and least with functions', () => {
    const [software, queues, functions] = adapterQueues(question).map(({ cpuUs }) => cpuUs);
    expect(software!).toBeGreaterThan(queues!);
    expect(queues!).toBeGreaterThan(functions!);
  });
});
