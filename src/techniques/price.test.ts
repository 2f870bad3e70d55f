import { describe, expect, it } from 'vitest';
import { clx } from '../hosts/clx.ts';
import { hosts } from '../hosts/index.ts';
import { lap } from '../hosts/lap.ts';
import { p4 } from '../hosts/p4.ts';
import { srv } from '../hosts/srv.ts';
import { bareMetal, techniqueById, techniques } from './compositions.ts';
import { cpuModes } from './cpu/index.ts';
import { type EventId, eventIds } from './events.ts';
import { overheadCycles, price, total } from './price.ts';
import type { Settings } from './settings.ts';
import { type CpuModeId, costParts, type Technique } from './technique.ts';

const cycles = (event: EventId, technique: Technique, host = srv, settings: Settings = {}) =>
  total(price(event, technique, host, settings)).value;
const us = (event: EventId, technique: Technique, host = clx, settings: Settings = {}) =>
  cycles(event, technique, host, settings) / host.clockGhz.value / 1000;
const named = (id: string) => techniqueById(id);

describe('the contract of every cell', () => {
  it('prices every event under every composition and cpu mode on every host, with unit, status and source', () => {
    for (const host of hosts) {
      for (const technique of [
        ...techniques,
        ...cpuModes.map((mode) => ({ ...named('hardware'), cpu: mode.id })),
      ]) {
        for (const event of eventIds) {
          const { path, terms } = price(event, technique, host);
          expect(path).not.toBe('');
          expect(terms.length).toBeGreaterThan(0);
          for (const { label, part, cycles: number } of terms) {
            expect(label).not.toBe('');
            expect(costParts).toContain(part);
            expect(number.unit).toBe('cycles');
            expect(number.source).not.toBe('');
            expect(['measured', 'published', 'derived', 'estimated']).toContain(number.status);
            expect(number.value).toBeGreaterThanOrEqual(0);
            expect(number.low).toBeLessThanOrEqual(number.value);
            expect(number.high).toBeGreaterThanOrEqual(number.value);
          }
        }
      }
    }
  });

  it('gives bare metal no overhead for any event on any host', () => {
    for (const host of hosts) {
      for (const event of eventIds) {
        const { value, low, high } = overheadCycles(event, bareMetal, host);
        expect([value, low, high]).toEqual([0, 0, 0]);
        expect(overheadCycles(event, named('container'), host).value).toBeCloseTo(0, 9);
      }
    }
  });

  it('gives every id once', () => {
    expect(new Set(eventIds).size).toBe(eventIds.length);
    expect(eventIds.length).toBeGreaterThanOrEqual(24);
    expect(new Set(hosts.map((host) => host.id)).size).toBe(hosts.length);
  });
});

describe('binary translation against first-generation hardware (ASPLOS 2006)', () => {
  const full = named('full');
  const gen1 = named('hardware-gen1');

  it.each(['pio-kernel', 'tpr-write', 'page-fault', 'pte-write'] as const)(
    '%s is cheaper under translation, on that machine and on a later one',
    (event) => {
      for (const host of [p4, srv]) {
        expect(cycles(event, full, host)).toBeLessThan(cycles(event, gen1, host));
      }
    },
  );

  it.each(['syscall', 'branch', 'exception'] as const)(
    '%s is cheaper under hardware, on that machine and on a later one',
    (event) => {
      for (const host of [p4, srv]) {
        expect(cycles(event, gen1, host)).toBeLessThan(cycles(event, full, host));
      }
    },
  );

  it('prints the published cycles of that machine', () => {
    expect(cycles('pte-write', full, p4)).toBe(391);
    expect(cycles('pte-write', gen1, p4)).toBe(12733);
    expect(cycles('page-fault', full, p4)).toBe(3927);
    expect(cycles('page-fault', gen1, p4)).toBe(11242);
    expect(cycles('exception', gen1, p4)).toBe(1014);
    expect(cycles('pio-kernel', gen1, p4)).toBe(15826);
    expect(price('pte-write', gen1, p4).terms[0]?.cycles.status).toBe('published');
    expect(price('pte-write', gen1, srv).terms[0]?.cycles.status).toBe('derived');
  });
});

describe('hypercalls, port I/O and system calls of the PVM paper', () => {
  const pvmPlacement: Technique = { ...named('para'), placement: 'kernel-module' };

  it('orders a hypercall: hardware, then paravirtual, then nested hardware 16 times dearer', () => {
    expect(us('hypercall', named('hardware'))).toBeCloseTo(0.46, 2);
    expect(us('hypercall', pvmPlacement)).toBeCloseTo(0.54, 2);
    expect(us('hypercall', named('nested'))).toBeCloseTo(7.43, 2);
  });

  it('orders port I/O to user space the same way', () => {
    expect(us('pio-user', named('hardware'))).toBeCloseTo(3.79, 2);
    expect(us('pio-user', pvmPlacement)).toBeCloseTo(4.91, 2);
    expect(us('pio-user', named('nested'))).toBeCloseTo(29.34, 2);
  });

  it('charges page-table isolation twice an exit per system call only under shadow paging', () => {
    const shadowed: Technique = { ...named('hardware'), mmu: 'shadow' };
    expect(us('syscall', named('hardware'), clx, { kpti: true })).toBeCloseTo(0.22, 2);
    expect(us('syscall', shadowed, clx, { kpti: true })).toBeCloseTo(2.09, 2);
    expect(us('syscall', named('hardware'), clx, { kpti: false })).toBeCloseTo(0.06, 2);
    expect(us('syscall', shadowed, clx, { kpti: false })).toBeCloseTo(0.06, 2);
    for (const kpti of [true, false]) {
      expect(us('syscall', pvmPlacement, clx, { kpti })).toBeCloseTo(0.29, 2);
      expect(us('syscall', pvmPlacement, clx, { kpti, directSwitch: false })).toBeCloseTo(1.91, 2);
    }
  });

  it('makes a shadow page fault about six times an EPT one', () => {
    const ratio = us('page-fault', named('hardware-gen1')) / us('page-fault', named('hardware'));
    expect(ratio).toBeGreaterThan(6.2 * 0.8);
    expect(ratio).toBeLessThan(6.2 * 1.2);
  });
});

describe('exits of the kvmperf server', () => {
  const hardware = named('hardware');
  it.each([
    ['hypercall', 1638],
    ['cpuid', 1763],
    ['pio-kernel', 1949],
    ['mmio-kernel', 3698],
    ['eoi', 2305],
    ['msr-write', 1730],
    ['pio-user', 9152],
    ['mmio-user', 11953],
    ['ipi', 18791],
    ['hlt-wake', 20815],
  ] as const)('%s costs what the machine showed', (event, expected) => {
    expect(cycles(event, hardware)).toBeCloseTo(expected, 6);
  });

  it('makes every derived exit of the laptop cheaper than the anchor machine', () => {
    for (const event of [
      'cpuid',
      'pio-kernel',
      'mmio-kernel',
      'eoi',
      'mmio-user',
      'ipi',
    ] as const) {
      expect(cycles(event, hardware, lap)).toBeLessThan(cycles(event, hardware, srv));
      const { status } = total(price(event, hardware, lap));
      expect(status).toBe('derived');
    }
  });
});

describe('settings', () => {
  const hardware = named('hardware');
  it('let a mitigation add its cycles to each exit', () => {
    const plain = cycles('cpuid', hardware);
    expect(cycles('cpuid', hardware, srv, { mitigation: 'bhi-dis-s' }) - plain).toBe(725);
  });

  it('multiply nested exits with each level', () => {
    const two = cycles('hypercall', named('nested'), clx, { nestingDepth: 2 });
    const three = cycles('hypercall', named('nested'), clx, { nestingDepth: 3 });
    expect(three / two).toBeCloseTo(7.43 / 0.46, 6);
  });

  it('make APICv free EOI of its exit', () => {
    const apicv: CpuModeId = 'hardware-apicv';
    expect(cycles('eoi', { ...hardware, cpu: apicv })).toBeLessThan(cycles('eoi', hardware) / 3);
  });
});
