import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readJson } from '../../files/read-input.ts';
import { hostById } from '../../hosts/index.ts';
import { overheadCycles, techniqueById } from '../../techniques/index.ts';
import { bundledData } from '../bundled.ts';
import { translation } from '../translation/index.ts';
import { parseConfig, syntheticBytes } from '../translation/rows.ts';
import { predictForkwait, refilledEntries } from './forkwait.ts';
import { memory } from './index.ts';
import { judge } from './judge.ts';
import { predictPrice } from './prices.ts';
import { predictProcesses } from './processes.ts';
import { predictSemantics } from './semantics.ts';
import { predictShadow } from './shadow.ts';
import type { Target } from './target.ts';
import { predictWalk } from './walks.ts';
import { winnerCases } from './winners.ts';

const targets = (await readJson(bundledData('memory/targets.json'))) as Target[];
const context = { traces: 'none' };

describe('suite memory', () => {
  test.each([
    ['mem.refs.', predictWalk],
    ['mem.sem.', predictSemantics],
    ['mem.shadow.', predictShadow],
  ] as const)('every gate of %s is met', async (prefix, predictor) => {
    const gates = targets.filter(({ id, use }) => id.startsWith(prefix) && use === 'gate');
    expect(gates.length).toBeGreaterThan(4);
    for (const target of gates) {
      const predicted = await predictor(target.id, context);
      expect(judge(target, predicted), target.id).toMatchObject({ pass: true });
    }
  });

  test('KPTI under shadow paging makes getpid ten times as long, and nothing else does', async () => {
    const us = async (row: string) =>
      (await predictPrice(`mem.res.pvm.getpid.${row}`, context)) as number;
    expect((await us('kvm-spt.kpti')) / (await us('kvm-ept.kpti'))).toBeGreaterThan(8);
    expect(await us('kvm-spt.nokpti')).toBeCloseTo(await us('kvm-ept.nokpti'), 6);
  });

  test('an invalid opcode in an inner PVM guest costs one exit of the outer monitor more', async () => {
    const us = async (row: string) =>
      (await predictPrice(`mem.res.pvm.rt.${row}`, context)) as number;
    const more = (await us('exception.pvm_nst')) - (await us('exception.pvm_bm'));
    expect(more).toBeCloseTo(await us('hypercall.kvm_bm'), 6);
    expect(await us('cpuid.pvm_nst')).toBe(await us('cpuid.pvm_bm'));
  });

  test('process rows are in order: nested paging, PVM, shadow paging; and one lock makes 32 processes queue', async () => {
    const us = async (row: string) =>
      (await predictProcesses(`mem.res.pvm.${row}`, context)) as number;
    for (const test of ['fork', 'exec', 'sh']) {
      const [ept, pvm, spt] = await Promise.all(
        ['kvm-ept', 'pvm', 'kvm-spt'].map((name) => us(`${test}.${name}.p1`)),
      );
      expect(pvm!).toBeGreaterThan(2 * ept!);
      expect(spt!).toBeGreaterThan(pvm!);
    }
    expect(await us('fork.kvm-spt.p32')).toBeGreaterThan(15 * (await us('fork.kvm-spt.p1')));
    expect(await us('fork.pvm.p32')).toBeLessThan((await us('fork.kvm-spt.p32')) / 4);
    expect(await us('exec.pvm.p32')).toBeUndefined();
    expect(await us('nothing.pvm.p1')).toBeUndefined();
    expect(await us('fork.constructor.p1')).toBeUndefined();
  });

  test('32 forks under one lock follow from what exec and sh spend under it, within 30 %', async () => {
    for (const name of ['kvm-spt', 'pvm', 'pvm-nested']) {
      const target = targets.find(({ id }) => id === `mem.res.pvm.fork.${name}.p32`);
      const predicted = (await predictProcesses(`mem.res.pvm.fork.${name}.p32`, context)) as number;
      expect(Math.abs(predicted / Number(target?.value) - 1), name).toBeLessThan(0.3);
    }
  });

  test('hidden faults that explain forkwait under translation explain it under first hardware within 25 %', async () => {
    const hardware = (await predictForkwait('mem.res.forkwait.hw1_shadow', context)) as number;
    expect(Math.abs(hardware / 106.4 - 1)).toBeLessThan(0.25);
    // Each monitor pays its own price for the same number of them.
    expect(await predictForkwait('mem.res.forkwait.bt_shadow', context)).toBeCloseTo(36.9, 9);
    expect(refilledEntries()).toBeGreaterThan(500);
  });

  test('every gate that is missed says what would have to be measured', async () => {
    const few = targets.filter(({ id }) =>
      /mem\.res\.(pvm\.(exec|sh|mmap|fork)|forkwait)/.test(id),
    );
    const folder = mkdtempSync(join(tmpdir(), 'virtcost-memory-'));
    const data = join(folder, 'targets.json');
    writeFileSync(data, JSON.stringify(few));
    const { cases, summary } = await memory.validate({ data });
    rmSync(folder, { recursive: true });
    const missed = cases.filter(({ pass }) => !pass).map(({ id }) => id);
    expect(missed).toEqual([
      'mem.res.pvm.mmap.kvm-ept-nested',
      'mem.res.pvm.exec.kvm-ept-nested.p1',
      'mem.res.pvm.sh.kvm-ept-nested.p1',
    ]);
    expect(summary.sentences?.length).toBe(missed.length);
    for (const sentence of summary.sentences ?? [])
      expect(sentence).toMatch(/to be measured: exits/);
  });

  test('the winner flips: translation is faster where tables change, hardware at system calls', async () => {
    const values = new Map<string, unknown>();
    for (const { id } of targets) {
      const value = (await predictForkwait(id, context)) ?? (await predictPrice(id, context));
      values.set(id, value);
    }
    const winners = winnerCases(targets, values);
    expect(winners.map(({ predicted }) => predicted)).toEqual(['bt', 'bt', 'bt']);
    expect(winners.every(({ pass }) => pass)).toBe(true);
    const call = (id: string) => overheadCycles('syscall', techniqueById(id), hostById('p4')).value;
    expect(call('hardware-gen1')).toBeLessThan(call('full'));
    const without = targets.map(({ value: _, ...target }) => target);
    expect(winnerCases(without, values)).toEqual([]);
  });

  test('a value outside a gate fails, a band never does', () => {
    const target = { id: 'a', unit: '%', value: -14, tolerance: 3, use: 'gate' } as const;
    expect(judge(target, -11.1).pass).toBe(true);
    expect(judge(target, -10.9).pass).toBe(false);
    expect(judge({ ...target, use: 'band' }, 50).pass).toBe(true);
    expect(judge({ ...target, unit: 'x', value: [1, 2], tolerance: 0.1 }, 2.19).pass).toBe(true);
    expect(judge({ ...target, unit: 'x', value: [1, 2], tolerance: 0.1 }, 2.3).pass).toBe(false);
  });
});

describe('suite translation', () => {
  test('meets every row of the committed trace to the last integer', async () => {
    const { summary } = await translation.validate({});
    expect(summary).toMatchObject({ cases: 210, failed: 0 });
  });

  test('reads configurations in any combination and order', () => {
    expect(parseConfig('2M/1G +nTLB7+hPWC', 'first-touch')).toMatchObject({
      guestLeaf: 2,
      hostLeaf: 3,
      nestedTlbEntries: 7,
      guestWalkCaches: null,
      l1Tlb: { entries: 32, ways: 4 },
    });
    expect(() => parseConfig('3M/4K', 'first-touch')).toThrow(/expected a configuration/);
    expect(syntheticBytes('syn64GB')).toBe(2 ** 36);
    expect(syntheticBytes('synopsis')).toBeNull();
  });
});
