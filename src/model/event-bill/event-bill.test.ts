import { describe, expect, it } from 'vitest';
import { clx } from '../../hosts/clx.ts';
import { srv } from '../../hosts/srv.ts';
import { eventSections } from '../../report/sections/events.ts';
import { techniqueById } from '../../techniques/compositions.ts';
import { sensitiveInstructions, why } from '../../techniques/sensitive.ts';
import { attribute } from './attribute.ts';
import { billOf } from './bill.ts';
import { rankKnobs } from './knobs.ts';

describe('the bill of imported exits', () => {
  const exits = [
    { reason: 'HLT', count: 10, timeUs: 1e6 },
    { reason: 'CPUID', count: 100, timeUs: 50 },
    { reason: 'MYSTERY', count: 10, timeUs: 5 },
  ];

  it('keeps the time of HLT apart from handling time', () => {
    const { handledUs, haltUs, haltExits } = attribute(exits);
    expect(handledUs).toBe(55);
    expect(haltUs).toBe(1e6);
    expect(haltExits).toBe(10);
  });

  it('says which share it could not attribute', () => {
    const { unattributed, unattributedShare } = attribute(exits);
    expect(unattributed).toEqual([{ reason: 'MYSTERY', count: 10 }]);
    expect(unattributedShare).toBeCloseTo(10 / 120, 9);
  });

  it('does not grow with the time a guest was idle', () => {
    const total = (timeUs: number) =>
      billOf(
        attribute([{ reason: 'HLT', count: 10, timeUs }]).rates,
        techniqueById('hardware'),
        srv,
      ).total?.value;
    expect(total(1)).toBe(total(1e9));
  });

  it('is nothing on bare metal and grows with the counts', () => {
    const hardware = techniqueById('hardware');
    expect(billOf({ cpuid: 5 }, techniqueById('bare-metal'), srv).total?.value).toBe(0);
    const one = billOf({ cpuid: 1 }, hardware, srv).total!.value;
    expect(billOf({ cpuid: 5 }, hardware, srv).total!.value).toBeCloseTo(5 * one, 6);
    expect(billOf({}, hardware, srv).total).toBeNull();
  });

  it('ranks shadow paging with KPTI worst for a guest of system calls', () => {
    expect(rankKnobs({ syscall: 1000 }, clx)[0]?.knob).toMatch(/shadow paging/);
  });
});

describe('the tables of sensitive instructions', () => {
  it('list 18 sensitive instructions that do not trap', () => {
    const silent = sensitiveInstructions.filter(({ traps }) => !traps);
    expect(silent.flatMap(({ instructions }) => instructions)).toHaveLength(18);
  });

  it('say why POPF defeats trap and emulate, and which control governs EOI', () => {
    expect(why('POPF').sensitive[0]?.trapAndEmulate).toBe('silently wrong');
    expect(why('eoi').controls[0]?.control).toMatch(/virtual-interrupt delivery/);
    expect(why('nonsense')).toEqual({ sensitive: [], controls: [] });
  });
});

describe('the report sections of events', () => {
  it('come with a table behind every chart', () => {
    const sections = eventSections({ cpuid: 1, syscall: 10 }, srv);
    expect(sections.map(({ id }) => id)).toEqual(['events', 'knobs', 'kvm-xen', 'containers-vms']);
    for (const chart of sections.flatMap((section) => section.charts)) {
      expect(chart.table.length).toBeGreaterThan(0);
    }
  });
});
