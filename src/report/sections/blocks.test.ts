import { describe, expect, it } from 'vitest';
import { pageOf } from '../../../test/pages.ts';
import { devices } from '../../model/blocks/device.ts';
import { disciplineById, disciplines } from '../../model/blocks/disciplines.ts';
import { ExtentCells } from '../../model/blocks/extent-cells.ts';
import { Replay } from '../../model/blocks/replay.ts';
import { chainReads, pricedResult, queueCurves } from '../../model/blocks/replay-costs.ts';
import { runSchedule } from '../../model/blocks/schedule.ts';
import { snapshotAge } from '../../model/blocks/snapshot-age.ts';
import { ageSection, blocksSections, extentsSection, scheduleSection } from './blocks.ts';

const MIB = 1024 * 1024;

function rows(accesses: number) {
  const plan = { options: { size: 16 * MIB }, snapshotEvery: 0, keep: 1, prefill: 0 };
  const machine = new Replay({ ...plan, disciplines });
  for (let i = 0; i < accesses; i++) machine.access('write', i * 4096, 4096);
  return machine.results().map((result) => pricedResult(result, devices[0]!, 4));
}

describe('the report sections of block maps', () => {
  it.each([0, 100])('render with %i accesses, every chart with its table', async (accesses) => {
    const device = devices[0]!;
    const results = rows(accesses);
    const curves = queueCurves(results, device, 4);
    const sections = blocksSections({ rows: results, device, curves, chain: chainReads() });
    const charts = sections.flatMap((section) => section.figures);
    expect(new Set(charts.map((chart) => chart.id)).size).toBe(charts.length);
    for (const chart of charts) expect(chart.rows.length).toBeGreaterThan(0);
    const page = await pageOf(sections);
    expect(page).toContain('Write amplification by discipline');
  });

  it('show that a snapshot stops costing once the working set is copied', () => {
    const points = snapshotAge(disciplineById('qcow2')!);
    const local = points.filter((point) => point.locality === 'random over a sixteenth');
    expect(local[0]!.amplification).toBeGreaterThan(10);
    expect(local.at(-1)!.amplification).toBeCloseTo(1, 1);
    expect(ageSection('qcow2', points).figures[0]!.rows).toHaveLength(points.length);
  });

  it('escape the names of files they show', async () => {
    const cells = new ExtentCells(MIB, 16);
    cells.add({ start: 0, length: 524288, depth: 0, present: true, data: true, zero: false });
    cells.add({ start: 524288, length: 524288, depth: 0, present: false, data: false, zero: true });
    const section = extentsSection('<script>alert(1)</script>.qcow2', cells.pieces(8));
    const page = await pageOf([section]);
    expect(page).not.toContain('<script>alert(1)');
    expect(section.figures[0]!.rows).toEqual([
      { found: 'data, top layer', cells: 8 },
      { found: 'in no layer', cells: 8 },
    ]);
  });

  it('draw space over a schedule', () => {
    const job = { pattern: 'rand', blockSize: 4096, seed: 1, size: MIB, span: MIB } as const;
    const plan = { ...job, writesPerInterval: 10, intervals: 3, keep: 2 };
    const points = runSchedule(disciplineById('qcow2')!, plan);
    const [figure] = scheduleSection('qcow2', points).figures;
    expect(figure!.rows.map((row) => row.GiB)).toEqual(
      points.map(({ spaceBytes }) => spaceBytes / 2 ** 30),
    );
  });
});
