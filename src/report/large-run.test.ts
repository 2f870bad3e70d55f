import { expect, it } from 'vitest';
import { inline } from '../engines/inline.ts';
import { prepareJobs } from '../engines/prepare.ts';
import { hostById } from '../hosts/index.ts';
import { textIn } from '../message.ts';
import { eventSurvey } from '../model/event-bill/survey.ts';
import { loadScenario } from '../scenario/load.ts';
import { answerOf } from '../studies/answer.ts';
import type { Row } from '../studies/column.ts';
import { studies } from '../studies/index.ts';
import { runSummary } from '../studies/run-summary.ts';
import { techniqueRanges } from '../studies/steady/figures.ts';
import { steadyRows } from '../studies/study-rows.ts';
import { MOST_FIGURE_ROWS } from '../tables/limited-figure.ts';
import { mixById } from '../workloads/mixes/index.ts';
import { renderPage } from './page.ts';
import { runPage } from './run-report.ts';
import { figuresOf } from './section.ts';

const scenario = `
name: large
hosts: [srv, clx]
techniques: [bare-metal, full, hardware]
pages: [4K/4K, 2M/2M]
workloads: [{ name: a, pattern: { kind: uniform, footprint: 8MiB, accesses: 200 } }]
`;

it('a run of 100,800 rows has an answer and a page that can be opened, and says what it leaves out', async () => {
  const { jobs, record } = await prepareJobs(loadScenario(scenario, 's.yaml', studies), '.', 'x');
  const few: Row[] = [];
  await inline().run(jobs, {
    onRows: async (_, rows) => void few.push(...rows),
    onBroken: (_, reason) => expect.unreachable(reason),
  });
  const steady: Row[] = [];
  for (let vm = 0; steady.length < 100_800; vm++) {
    for (const row of few) steady.push({ ...row, workload: `a${vm}` });
  }
  const answer = answerOf(record.scenario, { steady });
  const survey = eventSurvey(mixById('compute').perMillionInstructions, hostById('srv'));
  const whole = { ...record, rows: { steady: steady.length } };
  const summary = runSummary(record.scenario, { steady }, answer);
  const page = runPage({
    ...{ rows: steadyRows({ steady }), ranges: techniqueRanges(steadyRows({ steady })) },
    ...{ record: whole, answer, summary, survey },
  });
  const figures = figuresOf(page.sections);
  for (const { id, rows } of figures) expect(rows.length, id).toBeLessThanOrEqual(MOST_FIGURE_ROWS);
  const every = figures.find(({ id }) => id === 'cases-table');
  expect(textIn(every?.title ?? '', 'en')).toBe(
    'Every case as a row (the first 996 of 100,800 rows)',
  );
  const html = await renderPage(page, {
    ...{ command: 'virtcost run', date: '2026-11-29', version: record.virtcost },
  });
  expect(html.length).toBeLessThan(8 * 2 ** 20);
  expect(html).toContain('of 100,800 rows');
  expect(answer.studies[0]?.sentences).toHaveLength(2);
});

const kinds = `
name: large
hosts: [srv]
techniques: [bare-metal, full, hardware]
pages: [4K/4K]
studies: [migration, sharing, disks]
migration: { link: [1Gb/s, 10Gb/s] }
disks: { depth: [1, 8] }
vms:
  - { name: a, memory: 8MiB, preset: small-database, writes: { workingSet: 1MiB }, disk: { used: 64MiB } }
`;

it.each(['migration', 'sharing', 'disks'])(
  'a run of 90,000 rows of study %s, each of a VM of few, is summed up in one look at each',
  async (study) => {
    const { jobs, record } = await prepareJobs(loadScenario(kinds, 's.yaml', studies), '.', 'x');
    const few: Row[] = [];
    await inline().run(
      jobs.filter((job) => job.study === study),
      {
        onRows: async (_, rows) => void few.push(...rows),
        onBroken: (_, reason) => expect.unreachable(reason),
      },
    );
    let looks = 0;
    const rows: Row[] = [];
    for (let vm = 0; rows.length < 90_000; vm++) {
      for (const row of few) {
        const name = `a${vm}`;
        const seen = Object.defineProperty({ ...row }, 'vm', {
          enumerable: true,
          get: () => {
            looks++;
            return name;
          },
        });
        rows.push(seen);
      }
    }
    const answer = answerOf(record.scenario, { [study]: rows });
    const [told] = answer.studies;
    for (const { id, rows: shown } of told?.figures ?? [])
      expect(shown.length, id).toBeLessThanOrEqual(MOST_FIGURE_ROWS);
    expect(String(told?.figures[0]?.title)).toMatch(/the first [\d,]+ of [\d,]+ rows/);
    expect(told?.sentences).toHaveLength(201);
    expect(looks).toBeLessThan(2 * rows.length);
    const html = await renderPage(
      runPage({
        ...{ rows: [], ranges: [], record: { ...record, rows: { [study]: rows.length } }, answer },
        summary: runSummary(record.scenario, { [study]: rows }, answer),
        survey: eventSurvey(mixById('compute').perMillionInstructions, hostById('srv')),
      }),
      { command: 'virtcost run', date: '2026-11-29', version: record.virtcost },
    );
    expect(html.length).toBeLessThan(8 * 2 ** 20);
  },
);
