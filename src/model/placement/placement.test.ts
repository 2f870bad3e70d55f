import { describe, expect, it } from 'vitest';
import { srv } from '../../hosts/srv.ts';
import { techniqueById, techniques } from '../../techniques/compositions.ts';
import { workstationShares } from './constants.ts';
import { hostedOperationUs, leavingFactor, placedAt, placementRows } from './placement.ts';

describe('the world switch of a hosted monitor', () => {
  it('makes an access that leaves 25 to 29 times as dear as one inside', () => {
    expect(leavingFactor().map(Math.round)).toEqual([25, 29]);
  });
  it('prices an operation by the accesses that leave', () => {
    const { low, value, high } = hostedOperationUs(10, 1);
    expect([low, high]).toEqual([7.8 + 22.7, 9.1 + 22.7]);
    expect(value).toBeCloseTo(8.45 + 22.7);
    expect(hostedOperationUs(0, 2).value).toBeCloseTo(45.4);
  });
  it('explains 92 % of the monitor’s own time, as printed', () => {
    expect(workstationShares.reduce((sum, [, percent]) => sum + percent, 0)).toBeCloseTo(92, 0);
  });
});

describe('placement', () => {
  it('leaves bare metal and containers alone and moves every other monitor', () => {
    const moved = placedAt(techniques, 'hosted');
    for (const [i, { placement }] of moved.entries()) {
      expect(placement).toBe(techniques[i]!.placement === 'none' ? 'none' : 'hosted');
    }
    expect(placedAt(techniques)).toEqual(techniques);
  });
  it('makes a user-space device dearer hosted than in a kernel module, by a world switch', () => {
    const rows = placementRows([techniqueById('hardware')], srv).filter(
      ({ event }) => event === 'pio-user',
    );
    const at = (id: string) => rows.find(({ placement }) => placement === id)!.cycles.value;
    expect(at('hosted') - at('kernel-module')).toBe(srv.anchors.smallestExitCycles.value);
    expect(at('bare-metal')).not.toBe(at('kernel-module'));
  });
});
