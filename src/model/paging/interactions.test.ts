import { describe, expect, test } from 'vitest';
import { hostById } from '../../hosts/index.ts';
import { textIn } from '../../message.ts';
import { interactionTable, mmuInteractionSection } from '../../report/sections/mmu-interactions.ts';
import { simulate } from '../translation/simulate.ts';
import { activityPresets } from './activity.ts';
import { walkCase } from './compare.ts';
import { crossing, type InteractionRow, mmuInteractions } from './interactions.ts';
import { patternVisits } from './visits.ts';

const pattern = { pattern: 'gups', bytes: 2 ** 32 };
const input = {
  host: hostById('clx'),
  guestPage: '4K' as const,
  hostPage: '4K' as const,
  activity: activityPresets.compile,
  visits: patternVisits(pattern),
};
const walks = {
  native: simulate(walkCase('native', input), { pattern, accesses: 20_000 }),
  nested: simulate(walkCase('nested', input), { pattern, accesses: 20_000 }),
};
const rows = mmuInteractions(input, walks);
const cycles = (interaction: InteractionRow['interaction'], setting: string, mode: string) =>
  rows.find(
    (row) => row.interaction === interaction && row.setting === setting && row.mode === mode,
  )!.cycles;

describe('interactions', () => {
  test('KPTI costs shadow paging and nobody else', () => {
    expect(cycles('KPTI', 'on', 'shadow')).toBeGreaterThan(1.2 * cycles('KPTI', 'off', 'shadow'));
    for (const mode of ['native', 'direct', 'nested']) {
      expect(cycles('KPTI', 'on', mode)).toBe(cycles('KPTI', 'off', mode));
    }
  });

  test('more virtual CPUs queue at the lock of the shadow pager alone', () => {
    const at = (n: string, mode: string) => cycles('lock and virtual CPUs', n, mode);
    expect(at('1', 'shadow')).toBeCloseTo(cycles('KPTI', 'on', 'shadow'), 6);
    expect(at('32', 'shadow')).toBeGreaterThan(2 * at('1', 'shadow'));
    expect(at('32', 'nested')).toBe(at('1', 'nested'));
  });

  test('two-dimensional walks feel remote tables more than one-dimensional ones', () => {
    const more = (mode: string) =>
      cycles('placement of tables', 'all tables remote', mode) -
      cycles('placement of tables', 'all tables local', mode);
    expect(more('shadow')).toBeGreaterThan(0);
    expect(more('nested')).toBeGreaterThan(more('shadow'));
    expect(cycles('placement of tables', 'host tables remote', 'shadow')).toBe(
      cycles('placement of tables', 'all tables local', 'shadow'),
    );
  });

  test('a mitigation raises the price of every exit, so the mode with most exits pays most', () => {
    const more = (mode: string) =>
      cycles('mitigation at exits', 'bhi-dis-s', mode) -
      cycles('mitigation at exits', 'none', mode);
    expect(more('native')).toBe(0);
    expect(more('shadow')).toBeGreaterThan(more('nested'));
  });

  test('one table line per change, one column per mode; the section names the largest effect', () => {
    const table = interactionTable(rows);
    expect(table).toHaveLength(2 + 6 + 4 + 4);
    expect(Object.keys(table[0]!)).toHaveLength(2 + 5);
    const section = mmuInteractionSection(rows, input.host.title);
    expect(textIn(section.figures[0]!.description ?? '', 'en')).toMatch(
      /shadow paging [\d.,]+ times as costly/,
    );
    expect(section.figures[0]!.rows).toEqual(table);
  });
});

describe('crossing of shadow and nested', () => {
  const point = (churn: number, shadow: number, nested: number) => ({ churn, shadow, nested });

  test('lies between the points where the order changes', () => {
    expect(crossing([point(0, 10, 20), point(10, 40, 20)])).toBeCloseTo(10 / 3, 12);
  });

  test('is the first point where nested is ahead from the start, and null where it never is', () => {
    expect(crossing([point(0, 30, 20), point(10, 40, 20)])).toBe(0);
    expect(crossing([point(0, 10, 20), point(10, 20, 20)])).toBeNull();
    expect(crossing([])).toBeNull();
  });
});
