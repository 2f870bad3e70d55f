import { percentOf } from '../format.ts';
import type { EventSurvey } from '../model/event-bill/survey.ts';
import type { RunRecord } from '../results/record.ts';
import { max, min } from '../statistics.ts';
import type { SweepAnswer } from '../studies/answer.ts';
import type { Row } from '../studies/column.ts';
import { plural } from '../words.ts';
import { type Html, html } from './html.ts';
import type { Page } from './page.ts';
import type { Section } from './section.ts';
import { eventSections } from './sections/events.ts';
import { hostsSection } from './sections/hosts.ts';
import { casesSection, overheadSection } from './sections/overhead.ts';
import { expectationsSection, studySection } from './sections/study.ts';
import { translationPairsSection } from './sections/translation-pairs.ts';

/** What the page of a run shows, computed before. */
export interface RunAnswer {
  /** Rows of the steady study. */
  rows: readonly Row[];
  record: RunRecord;
  answer: SweepAnswer;
  /** What events cost on the first host, for the first workload's events. */
  survey: EventSurvey;
}

/** The page of a run: the bill and its conclusion first, then each study. */
export function runPage(run: RunAnswer): Page {
  const { record, answer } = run;
  const others = answer.studies.filter(({ id }) => id !== 'steady' && id !== 'density');
  return {
    title: `What virtualization costs: ${record.scenario.name}`,
    lead: leadSentence(run),
    sections: [
      ...answer.studies.filter(({ id }) => id === 'density').map(studySection),
      ...expectationsSection(answer.missed),
      ...(run.rows.length > 0 ? steadySections(run) : []),
      ...others.map(studySection),
      hostsSection(record.scenario.hosts, record.profiles),
    ],
    provenance: provenanceOf(record),
  };
}

/** Running, in more detail than its study tells: parts, page sizes, events, every case. */
function steadySections(run: RunAnswer): Section[] {
  const { rows } = run;
  return [
    answersSection(run),
    overheadSection(rows),
    translationPairsSection(rows),
    ...eventsOf(run),
    casesSection(rows),
  ];
}

function provenanceOf(record: RunRecord): Record<string, string> {
  const told = (values: Record<string, string | number>) =>
    Object.entries(values)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ');
  return {
    command: record.command,
    'virtcost version': record.virtcost,
    'scenario hash': record.scenarioHash,
    seed: String(record.seed),
    traces: told(record.traces) || 'none',
    'host profiles': told(record.hosts),
    rows: told(record.rows),
  };
}

function eventsOf({ record: { scenario }, survey }: RunAnswer): Section[] {
  const [matrix, ...others] = eventSections(survey);
  const bars = `${scenario.hosts[0]!}; bars: ${scenario.vms[0]!.name}`;
  return [{ ...matrix!, title: `${matrix!.title} (${bars})` }, ...others];
}

function leadSentence({ record: { scenario, rows } }: RunAnswer): string {
  const { vms, hosts, techniques } = scenario;
  const cells = Object.values(rows).reduce((sum, count) => sum + count, 0);
  return `${plural(vms.length, 'VM')} on ${plural(hosts.length, 'host profile')} under ${plural(techniques.length, 'technique')}: ${plural(cells, 'cell')} beside bare metal, by what causes the cost.`;
}

/** The range of every technique over all cases, before any chart. */
function answersSection({ rows, answer }: RunAnswer): Section {
  const techniques = [...new Set(rows.map((row) => String(row.technique)))].filter(
    (id) => id !== 'bare-metal',
  );
  const cards: Html[] = techniques.map((technique) => {
    const ratios = rows
      .filter((row) => row.technique === technique)
      .map((row) => Number(row.overhead_ratio));
    const [low, high] = [min(ratios), max(ratios)].map(percentOf);
    return html`<li><b>${low === high ? low : `${low} to ${high}`} %</b>${technique} <span>over ${ratios.length} cases</span></li>`;
  });
  return {
    id: 'answers',
    title: 'Running, in short',
    text: html`<ul class="answers">${cards}</ul><p class="soft small">Ranges span the workloads, hosts and page sizes of
      this run; each case stands in the table below.</p>`,
    figures: answer.studies.find(({ id }) => id === 'steady')?.figures ?? [],
  };
}
