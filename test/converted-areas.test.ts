import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tableOf } from '../src/message.ts';
import { areas } from '../src/messages/index.ts';
import { root } from './support.ts';

/** Files whose sentences stand in the table: the list may only grow. */
const areasDone = [
  'src/report/run-report.ts',
  'src/report/status.ts',
  'src/report/page.ts',
  'src/report/table.ts',
  'src/report/charts/event-bars.ts',
  'src/report/charts/event-heat-map.ts',
  'src/report/charts/migration-charts.ts',
  'src/report/charts/overhead-bars.ts',
  'src/report/sections/hosts.ts',
  'src/report/sections/migration.ts',
  'src/report/sections/migration-sentence.ts',
  'src/report/sections/overhead.ts',
  'src/report/sections/study.ts',
  'src/report/sections/translation-pairs.ts',
  'src/studies/expectations.ts',
  'src/studies/answer.ts',
  'src/studies/density/conclusion.ts',
  'src/studies/density/figures.ts',
  'src/studies/disks/figures.ts',
  'src/studies/migration/figures.ts',
  'src/studies/sharing/figures.ts',
  'src/studies/steady/figures.ts',
  'src/plan/changes.ts',
  'src/plan/design/search.ts',
  'src/report/charts/simulation-charts.ts',
  'src/report/sections/kubernetes.ts',
  'src/report/sections/plan/cloud.ts',
  'src/report/sections/plan/create.ts',
  'src/report/sections/plan/instances.ts',
  'src/report/sections/plan/maxima.ts',
  'src/report/sections/plan/replication.ts',
  'src/report/sections/plan/simulation.ts',
  'src/report/sections/plan/study.ts',
  'src/report/summaries/create.ts',
  'src/report/summaries/simulate.ts',
  'src/plan/simulation/compare.ts',
  'src/plan/outlook/verdict.ts',
  'src/plan/outlook/plan-verdict.ts',
  'src/report/summaries/migrate.ts',
  'src/report/summaries/plan.ts',
  'src/report/summaries/design.ts',
  'src/report/charts/plan-gauges.ts',
  'src/report/charts/plan-hosts.ts',
  'src/report/charts/plan-outlook.ts',
  'src/report/sections/plan/compare.ts',
  'src/report/sections/plan/contention.ts',
  'src/report/sections/plan/costs.ts',
  'src/report/sections/plan/data.ts',
  'src/report/sections/plan/design.ts',
  'src/report/sections/plan/hosts.ts',
  'src/report/sections/plan/index.ts',
  'src/report/sections/plan/optimize.ts',
  'src/report/sections/plan/outlook.ts',
  'src/report/sections/plan/placement.ts',
  'src/report/sections/plan/rules.ts',
  'src/report/sections/plan/targets.ts',
  'src/plan/cost/sentence.ts',
  'src/plan/design/sentence.ts',
  'src/plan/optimize/sentence.ts',
  'src/plan/target/answer.ts',
  'src/commands/import/inventory.ts',
  'src/studies/disks/explain.ts',
  'src/studies/sharing/explain.ts',
  'src/model/migration/advice.ts',
  'src/model/migration/compare-policies.ts',
];

const literal =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'((?:\\.|[^'\\\n])*)'|"((?:\\.|[^"\\\n])*)"|`((?:\\.|[^`\\])*)`/g;

/** Every text the table knows in English: words of data that are looked up when they are shown. */
const known = new Set(areas.flatMap((area) => Object.keys(area[tableOf].entries)));

/** Errors stand beside their checks, and names of terms in a table of sources stay English. */
const notSpoken = /new \w*Error\([\s\S]*?\);|badInput\([\s\S]*?\);|sourcesSection\([\s\S]*?\}\),/g;

/** Texts of four English words and more that the table does not know. */
function sentencesOf(source: string): string[] {
  const found = [...source.replaceAll(notSpoken, '').matchAll(literal)];
  return found
    .map(([, one, two, three]) => one ?? two ?? three ?? '')
    .filter((text) => !known.has(text))
    .map((text) => text.replaceAll(/\$\{[^}]*\}|<[^>]*>/g, '§'))
    .filter((text) => /(?:\b[A-Za-z]{2,}[ ,:;]+){3}[a-z]{2,}\b/.test(text));
}

describe('a converted area', () => {
  it('has no sentence outside the message table', () => {
    for (const path of areasDone)
      expect(sentencesOf(readFileSync(join(root, path), 'utf8')), path).toEqual([]);
  });

  it('would be found with one', () => {
    expect(sentencesOf("const a = 'The guest is slowed down by it.';")).toHaveLength(1);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: text of a source file
    expect(sentencesOf('html`<p>Ranges come from replays that ${x}</p>`')).toHaveLength(1);
    expect(
      sentencesOf(
        "// The guest is slowed down\nthrow new UserError('give it two looks at least');",
      ),
    ).toEqual([]);
    expect(sentencesOf("id: 'migration-verdict', title: words.title()")).toEqual([]);
  });
});
