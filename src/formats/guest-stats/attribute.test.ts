import { describe, expect, it } from 'vitest';
import { events } from '../../techniques/events.ts';
import { attribute, ratesPerMillion } from './attribute.ts';
import { counterMeanings, exitMeanings, plainReason } from './exit-reasons.ts';

const exits = (entries: Record<string, number>) =>
  Object.entries(entries).map(([reason, count]) => ({ reason, count }));

describe('attribution of exits', () => {
  it('names each reason and counter once and only events of the model', () => {
    for (const table of [exitMeanings, counterMeanings]) {
      const names = table.flatMap((meaning) => meaning.names);
      expect(new Set(names).size).toBe(names.length);
      for (const { event } of table) {
        expect(event === null || event === 'part' || events.some(({ id }) => id === event)).toBe(
          true,
        );
      }
      for (const name of names) expect(plainReason(name)).toBe(name);
    }
  });

  it('knows VMX and SVM names, in either case and with prefix', () => {
    for (const name of ['HLT', 'hlt', 'EXIT_REASON_HLT', 'SVM_EXIT_HLT', 'EC_WFx']) {
      expect(attribute({ exits: exits({ [name]: 3 }) }).events).toEqual({ 'hlt-wake': 3 });
    }
  });

  it('never counts the time of HLT as overhead', () => {
    const result = attribute({
      exits: [
        { reason: 'HLT', count: 10, totalUs: 900 },
        { reason: 'CPUID', count: 5, totalUs: 10 },
      ],
    });
    expect([result.idleUs, result.handledUs]).toEqual([900, 10]);
  });

  it('gives the MSR write that armed an expired timer to the timer, never more than there are', () => {
    const of = (timers: number, writes: number) =>
      attribute({ exits: exits({ PREEMPTION_TIMER: timers, MSR_WRITE: writes }) });
    expect(of(10, 30).events).toEqual({ 'timer-arm': 10, 'msr-write': 20 });
    expect(of(30, 10).events).toEqual({ 'timer-arm': 30, 'msr-write': 0 });
    expect(of(10, 30).exits).toBe(40);
  });

  it('says which share it could not attribute; parts of other events are not missing', () => {
    const result = attribute({
      exits: exits({ CPUID: 50, APIC_ACCESS: 30, INTERRUPT_WINDOW: 10, FOO: 10 }),
    });
    expect(result.unattributedShare).toBeCloseTo(0.4);
    expect(result.rows.map(({ how }) => how)).toEqual([
      'event',
      'unattributed',
      'part',
      'unattributed',
    ]);
  });

  it('counts exits of the total that no counter explains as unattributed', () => {
    const result = attribute({
      counters: [
        { name: 'exits', count: 100 },
        { name: 'io_exits', count: 25 },
      ],
    });
    expect(result.unattributedShare).toBe(0.75);
    expect(result.events).toEqual({ 'pio-user': 25 });
  });

  it('is empty, not NaN, without exits', () => {
    expect(attribute({})).toMatchObject({ exits: 0, unattributedShare: null, events: {} });
  });
});

describe('rates', () => {
  it('are per second and per million instructions of the whole guest', () => {
    const rates = ratesPerMillion(
      { events: { cpuid: 5000 }, seconds: 10 },
      { instructionsPerSecond: 2e9 },
    );
    expect(rates).toEqual({
      seconds: 10,
      perSecond: { cpuid: 500 },
      perMillionInstructions: { cpuid: 0.25 },
    });
  });

  it('need a time and an instruction rate', () => {
    expect(() => ratesPerMillion({ events: {} }, { instructionsPerSecond: 1 })).toThrow(/seconds/);
    expect(() => ratesPerMillion({ events: {}, seconds: 1 }, { instructionsPerSecond: 0 })).toThrow(
      /above 0/,
    );
  });
});
