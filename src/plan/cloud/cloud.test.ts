import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holding, maxima } from '../maxima.ts';
import { platformIds, platformLimits } from '../platform-limits.ts';
import { allowedMinutes, anyOf, availabilityAnswer } from './availability.ts';
import { billedSeconds, billing, burst, burstCost } from './billing.ts';
import { consolidate, parseServers } from './consolidate.ts';
import { creditRun, creditTypes, earnOf } from './credits.ts';
import { familyFits } from './families.ts';
import { quorum, replication } from './replication.ts';

const type = (id: string) => creditTypes.find((entry) => entry.id === id)!;
const hours = (count: number, percent: number) => new Array<number>(count).fill(percent);

describe('CPU credits', () => {
  it('follow the vendor’s day of a B16ms in every hour', () => {
    const use = [
      ...hours(6, 0),
      270,
      ...hours(2, 1280),
      270,
      ...[100, 50, 100, 100, 50, 100, 100],
      1600,
      ...hours(2, 270),
      ...hours(2, 50),
      ...hours(2, 0),
    ];
    const { hours: run } = creditRun(type('B16ms'), use, 480);
    expect(run.map(({ balance }) => Math.round(balance))).toEqual([
      642, 804, 966, 1128, 1290, 1452, 1452, 846, 240, 240, 342, 474, 576, 678, 810, 912, 1014, 216,
      216, 216, 348, 480, 642, 804,
    ]);
  });

  it('of a t3.nano at 2 % grow by 3.6 an hour and stop at 144 after a day of idling', () => {
    const nano = type('t3.nano');
    expect(creditRun(nano, [2 * nano.vcpus], 0).hours[0]!.change).toBeCloseTo(3.6);
    expect(creditRun(nano, hours(24, 0), 0).hours.at(-1)!.balance).toBe(144);
    expect(creditRun(nano, hours(48, 0), 0).hours.at(-1)!.balance).toBe(144);
  });

  it('of a full t3.large last 10.3 hours in use, then it runs at its baseline', () => {
    const large = type('t3.large');
    const full = creditRun(large, hours(12, 200), 864);
    expect(full.emptyAfterHours).toBeCloseTo(10.3, 1);
    expect(full.hours[11]!.servedPercent).toBe(60);
    expect(full.throttledHours).toBe(2);
    const paid = creditRun(large, hours(12, 200), 864, true);
    expect(paid.surplusCredits).toBeCloseTo(12 * 84 - 864);
    expect(paid.throttledHours).toBe(0);
  });

  it('are earned as baseline x 60 in every row, within the vendors’ rounding', () => {
    for (const entry of creditTypes) {
      expect(Math.abs(earnOf(entry).value - entry.earnPerHour), entry.id).toBeLessThanOrEqual(1);
      expect(Math.abs(entry.cap / entry.earnPerHour - 24), entry.id).toBeLessThan(0.1);
    }
  });

  it('never leave 0 to the cap', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...creditTypes),
        fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1, maxLength: 60 }),
        (entry, use) => {
          for (const { balance } of creditRun(entry, use, entry.initial).hours) {
            expect(balance).toBeGreaterThanOrEqual(0);
            expect(balance).toBeLessThanOrEqual(entry.cap);
          }
        },
      ),
    );
  });
});

describe('availability', () => {
  it('allows 216, 43.2, 21.6, 10.8, 4.32 and 2.16 minutes in 30 days', () => {
    const minutes = [0.995, 0.999, 0.9995, 0.99975, 0.9999, 0.99995].map((a) =>
      allowedMinutes(a, 30),
    );
    const wanted = [216, 43.2, 21.6, 10.8, 4.32, 2.16];
    minutes.forEach((value, i) => {
      expect(value).toBeCloseTo(wanted[i]!, 6);
    });
  });
  it('of two independent zones at 99.975 % would be 99.99999 %, far above what is held to', () => {
    expect(100 * anyOf(0.99975, 2)).toBeCloseTo(99.99999, 5);
    const answer = availabilityAnswer({
      availability: 0.99975,
      days: 30,
      zones: 2,
      downMinutes: 30,
    });
    expect(answer.held).toBe(false);
    expect(answer.credit).toBe(0.1);
  });
});

describe('billing', () => {
  it('pays 60 s for 10 and 61 for 61; whole hours elsewhere', () => {
    expect([10, 60, 61].map((s) => billedSeconds(s))).toEqual([60, 60, 61]);
    expect(billedSeconds(61, true)).toBe(3600);
    expect(billedSeconds(0)).toBe(0);
  });
  it('breaks even where fee and hours cost the same', () => {
    const price = { perHour: 0.1, perMonth: 40, perYear: 360 };
    expect(billing({ price, hours: 100 })).toMatchObject({
      cheapest: 'per use',
      breakEvenHoursMonthly: 400,
      breakEvenMonths: 9,
    });
    expect(billing({ price, hours: 700 }).cheapest).not.toBe('per use');
  });
});

describe('hybrid burst', () => {
  const question = {
    demand: [2, 2, 10, 2],
    ownPerMonth: 30,
    cloudPerHour: 0.1,
    own: 2,
    startHours: 0,
  };
  it('sends the peak out: 8 machines for a quarter of the month cost 146, owning them 240', () => {
    const answer = burst(question);
    expect(answer.asked.perMonth).toBeCloseTo(2 * 30 + 8 * 182.5 * 0.1);
    expect(answer.allOwn.perMonth).toBe(300);
    expect(answer.breakEvenHours).toBe(300);
    // A machine needed a quarter of the month, 182.5 h, costs 18.25 to rent and 30 to own; at twice the price it is owned.
    expect(answer.best.own).toBe(2);
    expect(burst({ ...question, cloudPerHour: 0.2 }).best.own).toBe(10);
  });
  it('is best where no other split is cheaper', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(20), { minLength: 2, maxLength: 24 }),
        fc.nat(3),
        (demand, startHours) => {
          if (Math.max(...demand) === 0) return;
          const asked = { ...question, demand, startHours };
          const { best } = burst(asked);
          for (let own = 0; own <= 20; own++) {
            expect(burstCost(asked, own).perMonth).toBeGreaterThanOrEqual(best.perMonth - 1e-9);
          }
        },
      ),
    );
  });
});

describe('replication and quorums', () => {
  const question = {
    distanceKm: 100,
    synchronous: true,
    intervalS: 300,
    writeBytesPerS: 1e7,
    linkBytesPerS: 1e8,
    detectS: 30,
    startS: 60,
  };
  it('adds 0.98 ms to a write over 100 km of fibre and loses nothing', () => {
    const answer = replication(question);
    expect(answer).toMatchObject({ rpoS: 0, rtoS: 90 });
    expect(answer.writeAddedMs).toBeCloseTo(0.98);
  });
  it('loses a point and the time it takes to send: 300 + 30 s', () => {
    expect(replication({ ...question, synchronous: false }).rpoS).toBeCloseTo(330, 2);
    expect(replication({ ...question, synchronous: false, writeBytesPerS: 2e8 }).rpoS).toBeNull();
  });
  it('of six copies in three zones with 4 and 3 survives a zone, and one copy more for reads', () => {
    const answer = quorum({ copies: 6, zones: 3, writeQuorum: 4, readQuorum: 3, zoneMs: 1 });
    expect(answer).toMatchObject({
      consistent: true,
      writesAfterZone: true,
      readsAfterZone: true,
      writesSurvive: 2,
      readsSurvive: 3,
    });
    expect(
      quorum({ copies: 2, zones: 2, writeQuorum: 1, readQuorum: 1, zoneMs: 1 }).consistent,
    ).toBe(false);
  });
});

describe('instance families', () => {
  it('hold 3 vCPUs and 20 GiB in the smallest power of two their ratio allows', () => {
    const fits = familyFits(3, 20, 'alibaba');
    expect(fits.map(({ id, vcpus }) => `${id} ${vcpus}`)).toEqual(['r 4', 'g 8', 'i 8', 'c 16']);
    expect(fits[0]).toMatchObject({ binds: 'vCPUs', gib: 32, idleVcpus: 0.25 });
    expect(() => familyFits(1, 1, 'x')).toThrow(/expected alibaba/);
  });
});

describe('consolidation', () => {
  const host = { cores: 20, ghz: 2, memoryGib: 256, cpuLimit: 0.7, memoryLimit: 0.9 };
  const rest = { host, cpuOverhead: 0.1, memoryOverheadGib: 0.5, ipcFactor: 1, spareHosts: 1 };
  it('puts 100 servers at 10 % of 16 GHz and 8 of 16 GiB on 7 hosts by CPU, one more to spare', () => {
    const servers = [parseServers('100:8:2:16:10:50')];
    // 100 x 1.76 GHz over 28 each: 6.3; 100 x 8.5 GiB over 230.4 each: 3.7; 15 machines of 1.76 fit a host.
    const answer = consolidate({ ...rest, servers });
    expect(answer).toMatchObject({ hostsByCpu: 7, hostsByMemory: 4, hosts: 8, binds: 'CPU' });
  });
  it('refuses a server that no host holds, and words that are none', () => {
    expect(() => consolidate({ ...rest, servers: [parseServers('1:64:3:16:90:50')] })).toThrow(
      /a host offers/,
    );
    expect(() => parseServers('1:2:3')).toThrow(/COUNT:CORES/);
  });
});

describe('maxima', () => {
  const most = (platform: keyof typeof platformLimits, measure: string) =>
    platformLimits[platform].find((limit) => limit.measure === measure)?.most;
  it('of RHEL 6.3 are 160 vCPUs and 2 TiB a guest; the 1,024 CPUs and 8 TiB of a host are in no table', () => {
    expect([most('rhel-6', 'vcpus')!.value, most('rhel-6', 'memoryGiB')!.value]).toEqual([
      160, 2048,
    ]);
    expect(most('kvm-textbook', 'hostCores')).toMatchObject({ value: 1024, unverified: true });
    expect(most('kvm-textbook', 'hostMemoryGiB')).toMatchObject({ value: 8192, unverified: true });
  });
  it('tell which platforms hold a guest', () => {
    const held = holding(maxima(platformIds, { vcpus: 512, memoryGiB: 8192 }));
    expect(held).toContain('hyperv-2022');
    expect(held).toContain('esxi-8');
    expect(held).not.toContain('hyperv-2019');
    expect(held).not.toContain('rhel-6');
  });
});
