import { describe, expect, it } from 'vitest';
import { srv } from '../../hosts/srv.ts';
import {
  coalesced,
  deliveryRatio,
  interruptBill,
  interruptSteps,
  tprSaving,
} from './interrupts.ts';

const rates = { irqs: 20_000, ipis: 5000, timers: 1000, tprWrites: 50_000 };

describe('interrupt assistance', () => {
  it('costs less with every step', () => {
    const shares = interruptSteps.map((step) => interruptBill(rates, step, srv).cpuShare);
    for (let i = 1; i < shares.length; i++) expect(shares[i]!).toBeLessThan(shares[i - 1]!);
  });

  it('of FlexPriority touches the priority writes alone', () => {
    const [without, flex] = interruptSteps.map((step) => interruptBill(rates, step, srv));
    const changed = without!.lines.filter(
      ({ each }, i) => each.value !== flex!.lines[i]!.each.value,
    );
    expect(changed.map(({ event }) => event)).toEqual(['tpr-write']);
    const none = { ...rates, tprWrites: 0 };
    expect(interruptBill(none, interruptSteps[0]!, srv).cpuShare).toBe(
      interruptBill(none, interruptSteps[1]!, srv).cpuShare,
    );
  });

  it('counts an end of interrupt for each interrupt and timer', () => {
    const { lines } = interruptBill(rates, interruptSteps[0]!, srv);
    expect(lines.find(({ event }) => event === 'eoi')!.perSecond).toBe(21_000);
  });

  it('saves 8.3 s of a boot: 10,000,000 exits become 6,000, 2,000 cycles each at 2.4 GHz', () => {
    const saved = tprSaving(1e7, 6000, 2000, 2.4);
    expect(Math.round(saved.times)).toBe(1667);
    expect(saved.seconds).toBeCloseTo(8.3, 1);
  });
});

describe('coalescing', () => {
  it('is off below 2,000 requests a second or 4 in flight', () => {
    expect(deliveryRatio(1999, 64)).toBe(1);
    expect(deliveryRatio(1e6, 3)).toBe(1);
    expect([4, 8, 12, 16, 32].map((inFlight) => deliveryRatio(1e5, inFlight))).toEqual([
      4 / 5,
      3 / 4,
      2 / 3,
      1 / 2,
      1 / 8,
    ]);
  });
  it('holds completions back for the ones not delivered, and IPIs to one in 100 µs', () => {
    const half = coalesced(20_000, 16, 50_000);
    expect(half).toMatchObject({ ratio: 0.5, interruptsPerS: 10_000, ipisPerS: 10_000 });
    expect(half.addedLatencyUs).toBeCloseTo(50);
    expect(coalesced(1000, 16, 50_000).ipisPerS).toBe(50_000);
  });
});
