import { count, formatBytes, formatSeconds } from '../../format.ts';
import type { Message } from '../../message.ts';
import { migrateWords } from '../../messages/migrate.ts';
import { migrateReasons } from '../../messages/migrate-reasons.ts';
import type { Interval } from '../../model/migration/plan-types.ts';
import type { StorageMigration } from '../../model/migration/policies/storage.ts';
import type { Running } from '../../model/migration/running.ts';
import type { MigrationAnswer, MigrationPlan } from '../../model/migration/what-if.ts';
import {
  blackoutDots,
  evacuationBars,
  roundStaircase,
  verdictChart,
} from '../charts/migration-charts.ts';
import { html } from '../html.ts';
import { type FigureRow, type Section, tableFigure } from '../section.ts';
import { marksOf } from '../status.ts';
import { migrationSentence } from './migration-sentence.ts';

const span = (interval: Interval | null, show: (value: number) => string) =>
  interval === null
    ? '—'
    : `${show(interval.value)} (${show(interval.low)} to ${show(interval.high)})`;

const ms = (value: number) => formatSeconds(value / 1000);

/** A disk that moves along, in one sentence. */
export function storageSentence(storage: StorageMigration): Message {
  if (storage.verdict === 'never') return migrateWords.diskNever();
  return migrateWords.diskTakes({
    close: storage.verdict === 'too-close' ? migrateWords.diskClose() : '',
    total: storage.totalS,
    mirror: storage.mirrorS,
    disk: storage.diskBytes,
    memory: storage.memoryS,
  });
}

/** Rows of the main result. */
function migrationRows({ plan, running }: MigrationAnswer): FigureRow[] {
  if (running) return runningRows(running);
  return plan ? planRows(plan) : [];
}

function planRows({ prediction }: MigrationPlan): FigureRow[] {
  const whole = (value: number) => String(Math.round(value));
  // One replay, which is what a large guest has time for, shows no range.
  const seen = (interval: Interval | null, show: (value: number) => string) =>
    interval && prediction.replicas === 1 ? show(interval.value) : span(interval, show);
  return [
    { figure: 'verdict', value: prediction.verdict },
    { figure: 'total time', value: span(prediction.totalS, formatSeconds) },
    { figure: 'blackout', value: seen(prediction.blackoutMs, ms) },
    { figure: 'downtime as QEMU reports it', value: seen(prediction.reportedDowntimeMs, ms) },
    { figure: 'transferred', value: seen(prediction.transferredBytes, formatBytesRounded) },
    { figure: 'bitmap syncs', value: seen(prediction.rounds, whole) },
    { figure: 'last phase', value: seen(prediction.lastPhaseBytes, formatBytesRounded) },
    {
      figure: 'critical write rate',
      value: Number.isFinite(prediction.criticalWritesPerS)
        ? `${count(prediction.criticalWritesPerS)} pages/s`
        : migrateWords.noCritical(),
    },
    {
      figure: 'replays',
      value: migrateWords.replays({ replays: prediction.replicas, grain: prediction.grain }),
    },
  ];
}

/** What a running migration shows. */
function runningRows({ verdict, status, eta }: Running): Record<string, string>[] {
  const rows = [
    { figure: 'verdict', value: verdict },
    { figure: 'status', value: status ?? '—' },
  ];
  if (!eta) return rows;
  const perS = (value: number | null) =>
    value === null ? 'not known' : `${formatBytesRounded(value)}/s`;
  const time = (value: number | null) =>
    value === null || !Number.isFinite(value) ? '—' : formatSeconds(value);
  return [
    ...rows,
    {
      figure: 'left',
      value: eta.remainingBytes === null ? 'not known' : formatBytesRounded(eta.remainingBytes),
    },
    { figure: 'sent', value: perS(eta.bandwidthBytesPerS || null) },
    { figure: 'dirtied anew', value: perS(eta.dirtiedBytesPerS) },
    { figure: 'stops below', value: formatBytesRounded(eta.thresholdBytes) },
    { figure: 'bitmap syncs seen', value: String(eta.syncsSeen) },
    {
      figure: 'time left',
      value:
        eta.seconds === null ? '—' : `${time(eta.seconds)} (${time(eta.low)} to ${time(eta.high)})`,
    },
    { figure: 'left / sent, for comparison', value: time(eta.naiveSeconds) },
  ];
}

const formatBytesRounded = (bytes: number) => formatBytes(Math.round(bytes));

function policyTable({ policies }: MigrationPlan) {
  return policies.map((row) => ({
    policy: row.policy,
    verdict: row.verdict,
    total: row.totalS === null ? '—' : formatSeconds(row.totalS),
    blackout: row.blackoutMs === null ? '—' : ms(row.blackoutMs),
    transferred: row.transferredBytes === null ? '—' : formatBytesRounded(row.transferredBytes),
    'price for the guest': row.price,
    known: marksOf(row.known),
  }));
}

function adviceSection({ advice }: MigrationAnswer): Section {
  return {
    id: 'migration-advice',
    title: migrateWords.adviceTitle(),
    text: html``,
    figures: [
      tableFigure(
        'migration-settings',
        migrateWords.adviceTable(),
        advice.map(({ setting, text }) => ({ setting, 'what it takes': text })),
      ),
    ],
  };
}

function planSections(plan: MigrationPlan): Section[] {
  return [
    {
      id: 'migration-policies',
      title: migrateWords.policiesTitle(),
      text: html`<p>${migrateWords.policiesText()}</p>`,
      figures: [
        tableFigure('migration-policy-table', migrateWords.policiesTable(), policyTable(plan)),
      ],
    },
    {
      id: 'migration-logging',
      title: migrateWords.loggingTitle(),
      text: html``,
      figures: [
        tableFigure(
          'migration-logging-table',
          migrateWords.loggingTable(),
          plan.logging.map((row) => ({
            mode: row.mode,
            'first writes/s': Math.round(row.firstWritesPerS),
            'exits/s': Math.round(row.exitsPerS),
            'share of a vCPU %': 100 * row.guestSlowdown,
            known: marksOf(row.sources),
          })),
        ),
      ],
    },
  ];
}

function verdictSection(answer: MigrationAnswer): Section {
  const { plan, question, fleet } = answer;
  const rows = migrationRows(answer);
  const charts = plan
    ? [
        roundStaircase(plan),
        verdictChart(plan, question),
        ...(plan.prediction.blackoutsMs.length > 0 ? [blackoutDots(plan)] : []),
      ]
    : [];
  const why = html`<p>${migrateWords.whyRanges()}</p>`;
  return {
    id: 'migration-verdict',
    title: fleet ? migrateWords.evacuationTitle() : migrateWords.verdictTitle(),
    text: html`<p><strong>${migrationSentence(answer)}</strong></p>
        ${plan ? why : ''}`,
    figures: [
      ...(rows.length > 0
        ? [
            tableFigure(
              'migration-figures',
              plan ? migrateWords.prediction() : migrateWords.whatItShows(),
              rows,
            ),
          ]
        : []),
      ...charts,
      ...(fleet && fleet.machines.length > 0 ? [evacuationBars(fleet)] : []),
    ],
  };
}

/** Figures that the terminal shows as tables; the others stand on the page and in JSON. */
export const terminalFigures = ['migration-figures', 'migration-settings', 'migration-evacuation'];

/** Live migration: verdict, rounds, map, policies, logging, running migration, evacuation. */
export function migrationSections(answer: MigrationAnswer): Section[] {
  const { advice, fit, storage, plan } = answer;
  const sections: Section[] = [verdictSection(answer)];
  if (advice.length > 0) sections.push(adviceSection(answer));
  if (plan) sections.push(...planSections(plan));
  if (storage) {
    sections.push({
      id: 'migration-storage',
      title: migrateWords.diskTitle(),
      text: html`<p>${storageSentence(storage)}</p>`,
      figures: [],
    });
  }
  if (fit) {
    sections.push({
      id: 'migration-fit',
      title: migrateWords.fitTitle(),
      text: html`<p>${
        fit.identified
          ? migrateWords.fitFound({
              set: 4096 * fit.workingSetPages.value,
              writes: Math.round(fit.writesPerS.value),
              kind: migrateReasons(fit.kind),
            })
          : migrateWords.fitNothing({ why: migrateReasons(fit.why) })
      }</p>`,
      figures: [],
    });
  }
  return sections;
}
