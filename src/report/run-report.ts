import { nth, present } from '../elements.ts';
import { percentOf } from '../format.ts';
import type { Message, Text } from '../message.ts';
import { cellText } from '../messages/cells.ts';
import { headings } from '../messages/headings.ts';
import { page as pageWords } from '../messages/page.ts';
import { runWords } from '../messages/run.ts';
import { techniqueNames, terms } from '../messages/terms.ts';
import type { EventSurvey } from '../model/event-bill/survey.ts';
import type { RunRecord } from '../results/record.ts';
import type { SweepAnswer } from '../studies/answer.ts';
import type { SteadyRow } from '../studies/steady/columns.ts';
import type { TechniqueRange } from '../studies/steady/figures.ts';
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
  rows: readonly SteadyRow[];
  /** Least and most overhead of each technique over them. */
  ranges: readonly TechniqueRange[];
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
    title: runWords.title({ scenario: record.scenario.name }),
    summary,
    sections: atDepth(sections, depths),
  };
}

/** What is open under the answer, and what else goes on paper. */
const depths = {
  overhead: 'first',
  expectations: 'first',
  'study-density': 'second',
  answers: 'second',
} as const;

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
  const values: Record<string, Text> = {
    'virtcost version': record.virtcost,
    'scenario hash': record.scenarioHash,
    seed: String(record.seed),
    traces: told(record.traces) || runWords.noneUsed(),
    'host profiles': told(record.hosts),
    rows: terms.list({
      names: Object.entries(record.rows).map(([study, rows]) =>
        terms.counted({ name: cellText('study', study), rows }),
      ),
    }),
  };
  return {
    id: 'provenance',
    title: pageWords.provenance(),
    text: html`<dl>${Object.entries(values).map(([name, value]) => html`<dt>${headings(name)}</dt><dd>${value}</dd>`)}</dl>`,
    figures: [],
  };
}

function eventsOf({ record: { scenario }, survey }: RunAnswer): Section[] {
  const [matrix, ...others] = eventSections(survey);
  return [
    {
      ...present(matrix),
      title: runWords.eventsTitleOf({
        title: present(matrix).title,
        host: nth(scenario.hosts, 0),
        vm: nth(scenario.vms, 0).name,
      }),
    },
    ...others,
  ];
}

/** One share in percent, or two that differ as they are written. */
function rangeText(low: number, high: number): Message {
  return percentOf(low) === percentOf(high)
    ? terms.percent({ value: low })
    : terms.percents({ low: String(percentOf(low)), high });
}

/** The range of every technique over all cases, before any chart. */
function answersSection({ ranges, answer }: RunAnswer): Section {
  const cards: Html[] = ranges.map(
    ({ technique, low, high, cases }) =>
      html`<li><b>${rangeText(low, high)}</b>${techniqueNames(technique)} <span>${runWords.overCases({ cases })}</span></li>`,
  );
  return {
    id: 'answers',
    title: runWords.inShort(),
    text: html`<ul class="answers">${cards}</ul><p class="soft small">${runWords.rangesText()}</p>`,
    figures: answer.studies.find(({ id }) => id === 'steady')?.figures ?? [],
  };
}
