import { describe, expect, it } from 'vitest';
import { attribute } from '../../formats/guest-stats/attribute.ts';
import { clx } from '../../hosts/clx.ts';
import { srv } from '../../hosts/srv.ts';
import { eventSections } from '../../report/sections/events.ts';
import { techniqueById } from '../../techniques/compositions.ts';
import { sensitiveInstructions, why } from '../../techniques/sensitive.ts';
import { billOf } from './bill.ts';
import { rankKnobs } from './knobs.ts';
import { eventSurvey } from './survey.ts';

describe('the bill of imported exits', () => {
  it('does not grow with the time a guest was idle', () => {
    const total = (totalUs: number) => {
      const stats = {
        format: 'perf-kvm-stat',
        title: 'guest',
        exits: [{ reason: 'HLT', count: 10, totalUs }],
        events: {},
        warnings: [],
      };
      return billOf(attribute(stats).events, techniqueById('hardware'), srv).total?.value;
    };
    expect(total(1)).toBeGreaterThan(0);
    expect(total(1)).toBe(total(1e9));
  });

  it('is nothing on bare metal and grows with the counts', () => {
    const hardware = techniqueById('hardware');
    expect(billOf({ cpuid: 5 }, techniqueById('bare-metal'), srv).total?.value).toBe(0);
    const one = billOf({ cpuid: 1 }, hardware, srv).total!.value;
    expect(billOf({ cpuid: 5 }, hardware, srv).total!.value).toBeCloseTo(5 * one, 6);
    expect(billOf({}, hardware, srv).total).toBeNull();
  });

  it('lets a knob that touches none of the events change nothing', () => {
    const knobs = rankKnobs({ 'page-fault': 10 }, clx);
    expect(knobs.find(({ knob }) => knob === 'RDTSC exiting')?.cycles).toBe(0);
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
    const sections = eventSections(eventSurvey({ cpuid: 1, syscall: 10 }, srv));
    expect(sections.map(({ id }) => id)).toEqual(['events', 'knobs', 'kvm-xen', 'containers-vms']);
    for (const chart of sections.flatMap((section) => section.figures)) {
      expect(chart.rows.length).toBeGreaterThan(0);
    }
  });
});
