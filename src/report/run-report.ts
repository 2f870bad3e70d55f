import { join } from 'node:path';
import { hostById } from '../hosts/index.ts';
import { type RunRecord, readRun } from '../results/run-folder.ts';
import type { Row } from '../studies/column.ts';
import { checkExpectations, expectationFigures } from '../studies/expectations.ts';
import { studyById } from '../studies/index.ts';
import { mixById } from '../workloads/mixes/index.ts';
import { type Html, html } from './html.ts';
import { writePage } from './page.ts';
import type { Section } from './section.ts';
import { eventSections } from './sections/events.ts';
import { hostsSection } from './sections/hosts.ts';
import { casesSection, overheadSection } from './sections/overhead.ts';
import { expectationsSection, studySection } from './sections/study.ts';
import { translationPairsSection } from './sections/translation-pairs.ts';

/** Writes index.html beside the results it shows. */
export async function writeRunReport(folder: string): Promise<void> {
  const { rows: stored, record } = await readRun(folder);
  const rows = stored.steady ?? [];
  const misses = checkExpectations(record.scenario, stored);
  const bill = stored.density ? [studySection(studyById('density'), stored.density)] : [];
  const others = Object.entries(stored).filter(([id]) => id !== 'steady' && id !== 'density');
  const sections: Section[] = [
    ...bill,
    ...expectationsSection(expectationFigures(misses)),
    ...(stored.steady ? steadySections(rows, record) : []),
    ...others.map(([id, list]) => studySection(studyById(id), list)),
    hostsSection(record.scenario.hosts, record.profiles),
  ];
  await writePage(join(folder, 'index.html'), {
    title: `What virtualization costs: ${record.scenario.name}`,
    lead: leadSentence(Object.values(stored).find((list) => list.length > 0) ?? []),
    sections,
    provenance: {
      command: record.command,
      'virtcost version': record.virtcost,
      'scenario hash': record.scenarioHash,
      seed: String(record.seed),
      traces:
        Object.entries(record.traces)
          .map(([name, hash]) => `${name} ${hash}`)
          .join(', ') || 'none',
      'host profiles': Object.entries(record.hosts)
        .map(([id, hash]) => `${id} ${hash}`)
        .join(', '),
      rows: Object.entries(record.rows)
        .map(([id, count]) => `${id} ${count}`)
        .join(', '),
    },
  });
}

/** Running, in more detail than its study tells: parts, page sizes, events, every case. */
function steadySections(rows: readonly Row[], record: RunRecord): Section[] {
  return [
    answersSection(rows),
    overheadSection(rows),
    translationPairsSection(rows),
    ...eventsOf(record),
    casesSection(rows),
  ];
}

/** What events cost on the first host, for the first workload's events; `virtcost price` asks for others. */
function eventsOf({ scenario, profiles }: RunRecord): Section[] {
  const [{ name, workload }, id] = [scenario.vms[0]!, scenario.hosts[0]!];
  const host = hostById(id, profiles);
  const rates =
    typeof workload.events === 'string'
      ? mixById(workload.events).perMillionInstructions
      : workload.events;
  const [matrix, ...others] = eventSections(rates, host);
  return [{ ...matrix!, title: `${matrix!.title} (${id}; bars: ${name})` }, ...others];
}

function leadSentence(rows: readonly Row[]): string {
  const workloads = new Set(rows.map((row) => row.workload ?? row.vm)).size;
  const hosts = new Set(rows.map((row) => row.host)).size;
  const techniques = new Set(rows.map((row) => row.technique)).size;
  const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;
  return `${plural(workloads, 'workload')} on ${plural(hosts, 'host profile')} under ${plural(techniques, 'technique')}: cycles beyond bare metal, by what causes them.`;
}

/** Percent with two significant digits, as a headline shows it. */
function shortPercent(ratio: number): string {
  const percent = 100 * ratio;
  return String(Math.abs(percent) < 0.01 ? 0 : Number(percent.toPrecision(2)));
}

/** The range of every technique over all cases, before any chart. */
function answersSection(rows: readonly Row[]): Section {
  const techniques = [...new Set(rows.map((row) => String(row.technique)))].filter(
    (id) => id !== 'bare-metal',
  );
  const cards: Html[] = techniques.map((technique) => {
    const ratios = rows
      .filter((row) => row.technique === technique)
      .map((row) => Number(row.overhead_ratio));
    const [low, high] = [Math.min(...ratios), Math.max(...ratios)].map(shortPercent);
    return html`<li><b>${low === high ? low : `${low} to ${high}`} %</b>${technique} <span>over ${ratios.length} cases</span></li>`;
  });
  return {
    id: 'answers',
    title: 'Running, in short',
    text: html`<ul class="answers">${cards}</ul><p class="soft small">Ranges span the workloads, hosts and page sizes of
      this run; each case stands in the table below.</p>`,
    figures: [],
  };
}
