import { describe, expect, it } from 'vitest';
import { costAt, fitBatchCost, notificationShare } from './batching.ts';
import { ioThreadCapacity, vhostCapacity } from './block-backend.ts';
import { broadcastExits, exitsPerInterrupt } from './interrupts.ts';
import { packetsInRing, ringRequests, slotsOf } from './ring.ts';
import { admittedFunctions, fitsVectors, vfCurve, virtualFunctions } from './sriov.ts';

describe('rings', () => {
  it('a Xen ring of 256 slots holds 14 packets of 18', () => {
    expect(slotsOf(65_536, 2)).toBe(18);
    expect(packetsInRing(256, 18)).toBe(14);
    expect(() => packetsInRing(0, 18)).toThrow('1 or more');
  });
  it('a block above 44 KiB needs a second ring request', () => {
    expect([ringRequests(44 * 1024), ringRequests(45 * 1024)]).toEqual([1, 2]);
  });
});

describe('batching', () => {
  it('recovers the line it was fitted on', () => {
    const cost = { perOperation: 3, perNotification: 5 };
    const fitted = fitBatchCost([1, 2, 8].map((batch) => ({ batch, cost: costAt(cost, batch) })));
    expect(fitted.perOperation).toBeCloseTo(3, 12);
    expect(notificationShare(fitted)).toBeCloseTo(5 / 8, 12);
  });
});

describe('back ends', () => {
  it('one I/O thread caps what more CPUs offer, in-kernel workers grow with them', () => {
    expect(ioThreadCapacity(4)).toBe(ioThreadCapacity(16));
    expect(vhostCapacity(4)).toBeGreaterThan(3 * vhostCapacity(1));
  });
  it('a paravirtual acknowledgement halves the exits of an interrupt, posting removes them', () => {
    expect(exitsPerInterrupt({}).total).toBe(2);
    expect(exitsPerInterrupt({ paravirtualEoi: true }).total).toBe(1);
    expect(exitsPerInterrupt({ posted: true }).total).toBe(0);
    expect([broadcastExits(80, 1), broadcastExits(80, 128)]).toEqual([79, 1]);
  });
});

describe('SR-IOV', () => {
  it('keeps 3X + 2Y below 3072 vectors and gives 43 functions under a limit of 128', () => {
    const groups = (x: number, y: number) => [
      { functions: x, vectorsEach: 3 },
      { functions: y, vectorsEach: 2 },
    ];
    expect(fitsVectors(groups(1000, 35), 3072)).toBe(true);
    expect(fitsVectors(groups(1000, 36), 3072)).toBe(false);
    expect(admittedFunctions(3, 128)).toBe(43);
    expect(virtualFunctions(16)).toBe(240);
  });
  it('divides the wire evenly and leaves machines without a function to the shared path', () => {
    const adapter = {
      functions: 240,
      vectorsEach: 4,
      msix: 2048,
      goodputGbps: 9.49,
      cpuPercentPerMachine: 1.76,
    };
    expect(vfCurve(60, adapter)).toMatchObject({ functions: 60, withoutFunction: 0 });
    expect(vfCurve(512, adapter)).toMatchObject({ functions: 240, withoutFunction: 272 });
    expect(() => vfCurve(0, adapter)).toThrow('1 or more machines');
  });
});
