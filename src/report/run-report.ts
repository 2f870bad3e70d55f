import { percentOf } from '../format.ts';
import type { EventSurvey } from '../model/event-bill/survey.ts';
import type { RunRecord } from '../results/record.ts';
import type { SweepAnswer } from '../studies/answer.ts';
import type { Row } from '../studies/column.ts';
import type { Summary } from '../summary.ts';
import { type Html, html } from './html.ts';
import type { Page } from './page.ts';
import { atDepth, type Section } from './section.ts';
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
  summary: Summary;
  /** What events cost on the first host, for the first workload's events. */
  survey: EventSurvey;
}

/** The page of a run: the bill and its conclusion first, then each study. */
export function runPage(run: RunAnswer): Page {
  const { record, answer, summary } = run;
  const others = answer.studies.filter(({ id }) => id !== 'steady' && id !== 'density');
  const sections = [
    ...answer.studies.filter(({ id }) => id === 'density').map(studySection),
    ...expectationsSection(answer.missed),
    ...(run.rows.length > 0 ? steadySections(run) : []),
    ...others.map(studySection),
    hostsSection(record.scenario.hosts, record.profiles),
    provenanceSection(record),
  ];
  return {
    title: `What virtualization costs: ${record.scenario.name}`,
    summary,
    sections: atDepth(sections, {
      overhead: 'first',
      expectations: 'first',
      'study-density': 'second',
      answers: 'second',
    }),
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

/** What makes the same result files again. */
function provenanceSection(record: RunRecord): Section {
  const told = (values: Record<string, string | number>) =>
    Object.entries(values)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ');
  const values = {
    'virtcost version of the results': record.virtcost,
    'scenario hash': record.scenarioHash,
    seed: String(record.seed),
    traces: told(record.traces) || 'none',
    'host profiles': told(record.hosts),
    rows: told(record.rows),
  };
  return {
    id: 'provenance',
    title: 'Provenance',
    gist: 'hashes that make the same files again',
    text: html`<dl>${Object.entries(values).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`,
    figures: [],
  };
}

function eventsOf({ record: { scenario }, survey }: RunAnswer): Section[] {
  const [matrix, ...others] = eventSections(survey);
  const bars = `${scenario.hosts[0]!}; bars: ${scenario.vms[0]!.name}`;
  return [{ ...matrix!, title: `${matrix!.title} (${bars})` }, ...others];
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
    const [low, high] = [Math.min(...ratios), Math.max(...ratios)].map(percentOf);
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
