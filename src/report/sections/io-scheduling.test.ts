import { describe, expect, it } from 'vitest';
import { pageOf } from '../../../test/pages.ts';
import { hostById } from '../../hosts/index.ts';
import { defaultIoQuestion } from '../../model/io/default-question.ts';
import { raidRows } from '../../model/io/storage/raid.ts';
import { answerIo } from '../../model/io/what-if.ts';
import { answerLocks, answerNuma } from '../../model/scheduling/contention-what-if.ts';
import { defaultSchedulingQuestion } from '../../model/scheduling/default-question.ts';
import { schedulingReference } from '../../model/scheduling/reference-curves.ts';
import { answerScheduling, type SchedulingQuestion } from '../../model/scheduling/what-if.ts';
import { ioSections } from './io.ts';
import { schedulingSections } from './scheduling.ts';

const defaults = defaultIoQuestion(hostById('srv'));
const ioQuestion = {
  ...defaults,
  bytes: 65_536,
  vcpus: 4,
  storage: {
    ...defaults.storage,
    transport: 'iscsi',
    raid: { level: 5 as const, disks: 8 },
    pooling: 'network',
  },
  network: { ...defaults.network, encapsulation: 'vxlan' },
};

const question: SchedulingQuestion = {
  resource: 'cpu',
  unit: 'GHz',
  capacity: 12,
  machines: [
    { name: '<b>web</b>', shares: 2000, vcpus: 2, rate: 200, workUs: 1000, pool: 'gold' },
    { name: 'hog', shares: 1000, vcpus: 2 },
    { name: 'capped', quotaUs: 20_000 },
  ],
  pools: [{ name: 'gold', shares: 4000, reservation: 4 }],
  policies: ['slices', 'credit', 'eevdf'],
  pcpus: 2,
  horizonUs: 2e6,
  seed: 1,
};

const broken = /NaN|undefined|\[object|Infinity/;
const visible = (page: string) => page.slice(page.indexOf('<main>'), page.indexOf('</main>'));

describe('the I/O sections', () => {
  for (const kind of ['block', 'packet'] as const) {
    it(`draw every chart of a ${kind} question, with a table behind each`, async () => {
      const sections = ioSections(answerIo({ ...ioQuestion, kind }), raidRows(8));
      const charts = sections.flatMap((section) => section.figures);
      expect(charts.filter(({ spec }) => spec)).toHaveLength(kind === 'block' ? 5 : 4);
      expect(charts.filter(({ spec }) => !spec)).toHaveLength(6);
      for (const chart of charts) expect(chart.rows.length).toBeGreaterThan(0);
      const page = await pageOf(sections);
      expect(visible(page)).not.toMatch(broken);
    });
  }
  it('show the ring gaining only above 44 KiB or 32 requests', () => {
    const { ring } = answerIo(ioQuestion);
    for (const { bytes, depth, gain } of ring) {
      if (bytes <= 44 * 1024 && depth <= 32) expect(gain).toBeCloseTo(1, 9);
      else expect(gain).toBeGreaterThanOrEqual(1 - 1e-9);
    }
    expect(Math.max(...ring.map(({ gain }) => gain))).toBeGreaterThan(1.2);
  });
});

describe('the scheduling sections', () => {
  it('draw allocation, states, latency, NUMA and locks, with hostile names escaped', async () => {
    const answer = answerScheduling(question);
    const host = { nodes: 2, vcpusPerNode: 16, memoryPerNode: 128 };
    answer.numa = answerNuma('xeon-a', host, [{ name: 'big', vcpus: 24, memory: 200 }]);
    answer.locks = answerLocks(
      { vcpus: 4, overcommit: 2, sliceUs: 3000, holdUs: 1, acquisitionsPerSecond: 50_000 },
      hostById('srv'),
    );
    const page = await pageOf(schedulingSections(answer, schedulingReference()));
    expect(page).not.toContain('<b>web</b>');
    expect(visible(page)).not.toMatch(broken);
  });
  it('answer the usual question of reports', () => {
    const answer = answerScheduling(defaultSchedulingQuestion);
    expect(answer.admitted).toBe(true);
    expect(answer.simulation).toHaveLength(12);
    const capped = answer.allocation.find((machine) => machine.id === 'capped')!;
    expect(capped.allocation).toBeCloseTo(0.6, 12);
  });
  it('answer a refusal with its reason and no allocation', () => {
    const machines = [
      { name: 'a', reservation: 7 },
      { name: 'b', reservation: 6 },
    ];
    const answer = answerScheduling({ ...question, pools: [], machines, policies: [] });
    expect(answer).toMatchObject({ admitted: false, allocation: [] });
    expect(answer.refusal).toContain('13');
    expect(schedulingSections(answer, schedulingReference())[0]!.figures).toEqual([]);
  });
  it('give the same numbers for the same seed and others for another', () => {
    const web = (seed: number) => answerScheduling({ ...question, seed }).simulation[0]!.latency;
    expect(web(1)).toEqual(web(1));
    expect(web(1)).not.toEqual(web(2));
  });
  it('refuse a machine in a pool nobody defined and a run that would not end', () => {
    const lost = { ...question, machines: [{ name: 'a', pool: 'silver' }] };
    expect(() => answerScheduling(lost)).toThrow('found "silver"');
    expect(() => answerScheduling({ ...question, horizonUs: 6e8, sliceUs: 100 })).toThrow(
      'too long',
    );
  });
});
