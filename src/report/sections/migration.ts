import type { Interval } from '../../model/migration/plan-types.ts';
import type { StorageMigration } from '../../model/migration/policies/storage.ts';
import type { MigrationAnswer } from '../../model/migration/what-if.ts';
import { formatBytes, formatSeconds } from '../../units.ts';
import {
  blackoutDots,
  evacuationBars,
  roundStaircase,
  verdictChart,
} from '../charts/migration-charts.ts';
import { html } from '../html.ts';
import type { Section } from '../section.ts';
import { mark } from '../status.ts';
import { htmlTable } from '../table.ts';

const span = (interval: Interval | null, show: (value: number) => string) =>
  interval === null
    ? '—'
    : `${show(interval.value)} (${show(interval.low)} to ${show(interval.high)})`;

const ms = (value: number) => formatSeconds(value / 1000);

/** The answer in one sentence: verdict, time, pause. */
export function migrationSentence({ prediction, margin, question }: MigrationAnswer): string {
  const { settings } = question;
  const { verdict, totalS, blackoutMs, horizonS } = prediction;
  if (verdict === 'never') {
    return `Does not finish within ${formatSeconds(horizonS)}: ${margin.text}.`;
  }
  const when = totalS
    ? `${formatSeconds(totalS.value)} in all, the guest stands still for ${ms(blackoutMs!.value)}`
    : 'no replay finished';
  // Finishing above the critical rate is the work of throttling or post-copy, or of luck next to it.
  const helped =
    prediction.throttlePct > 0
      ? `the guest is slowed down by ${prediction.throttlePct} % for it`
      : settings.postcopyAfterS !== null
        ? 'post-copy ends it'
        : 'it is next to its critical write rate';
  const why = margin.writeRateFactor >= 1 ? margin.text : helped;
  return verdict === 'completes'
    ? `Finishes: ${when}; ${why}.`
    : `Too close to tell: ${when} if it finishes; ${margin.text}.`;
}

/** A disk that moves along, in one sentence. */
export function storageSentence(storage: StorageMigration): string {
  if (storage.verdict === 'never')
    return 'With its disk it does not finish: the guest writes too fast.';
  const how = storage.verdict === 'too-close' ? 'is too close to tell; if it finishes it' : '';
  return `With its disk it ${how} takes ${formatSeconds(storage.totalS)}: ${formatSeconds(storage.mirrorS)} to mirror ${formatBytesRounded(storage.diskBytes)}, then ${formatSeconds(storage.memoryS)} for the memory.`.replace(
    '  ',
    ' ',
  );
}

/** Rows of the main result, for page and terminal. */
export function migrationRows({ prediction }: MigrationAnswer): Record<string, string>[] {
  const whole = (value: number) => String(Math.round(value));
  return [
    { figure: 'verdict', value: prediction.verdict },
    { figure: 'total time', value: span(prediction.totalS, formatSeconds) },
    { figure: 'blackout', value: span(prediction.blackoutMs, ms) },
    { figure: 'downtime as QEMU reports it', value: span(prediction.reportedDowntimeMs, ms) },
    { figure: 'transferred', value: span(prediction.transferredBytes, formatBytesRounded) },
    { figure: 'bitmap syncs', value: span(prediction.rounds, whole) },
    { figure: 'last phase', value: span(prediction.lastPhaseBytes, formatBytesRounded) },
    {
      figure: 'critical write rate',
      value: Number.isFinite(prediction.criticalWritesPerS)
        ? `${Math.round(prediction.criticalWritesPerS)} pages/s`
        : 'none: the working set fits into the pause',
    },
    { figure: 'replays', value: `${prediction.replicas}, ${prediction.grain} page(s) per step` },
  ];
}

const formatBytesRounded = (bytes: number) => formatBytes(Math.round(bytes));

function policyTable({ policies }: MigrationAnswer) {
  return policies.map((row) => ({
    policy: row.policy,
    verdict: row.verdict,
    total: row.totalS === null ? '—' : formatSeconds(row.totalS),
    blackout: row.blackoutMs === null ? '—' : ms(row.blackoutMs),
    transferred: row.transferredBytes === null ? '—' : formatBytesRounded(row.transferredBytes),
    'price for the guest': row.price,
  }));
}

/** Live migration: verdict, rounds, map, policies, logging, running migration, evacuation. */
export function migrationSections(answer: MigrationAnswer): Section[] {
  const { advice, logging, eta, fit, fleet, storage, prediction } = answer;
  const sections: Section[] = [
    {
      id: 'migration-verdict',
      title: 'Does it finish, how long, and how long is the pause?',
      text: html`<p><strong>${migrationSentence(answer)}</strong></p>
        ${htmlTable(migrationRows(answer), 'Prediction')}
        <p>Ranges come from replays that differ in what nobody knows before the start: where a sweep stands, and
        windows that end late.</p>`,
      figures: [
        roundStaircase(answer),
        verdictChart(answer),
        ...(prediction.blackoutsMs.length > 0 ? [blackoutDots(answer)] : []),
      ],
    },
    {
      id: 'migration-advice',
      title: 'What would make it finish',
      text: htmlTable(
        advice.map(({ setting, text }) => ({ setting, 'what it takes': text })),
        'Settings that change the verdict',
      ),
      figures: [],
    },
    {
      id: 'migration-policies',
      title: 'The same guest under other policies',
      text: html`${htmlTable(policyTable(answer), 'Policies')}
        <p>Xen and vMotion rows apply those hypervisors' stop rules to whole rounds.</p>`,
      figures: [],
    },
    {
      id: 'migration-logging',
      title: 'What logging writes costs the guest',
      text: htmlTable(
        logging.map((row) => ({
          mode: row.mode,
          'first writes/s': Math.round(row.firstWritesPerS),
          'exits/s': Math.round(row.exitsPerS),
          'share of a vCPU %': 100 * row.guestSlowdown,
          known: [...new Set(row.sources.map(mark))].join(', '),
        })),
        'Logging costs',
      ),
      figures: [],
    },
  ];
  if (storage) {
    sections.push({
      id: 'migration-storage',
      title: 'With its disk',
      text: html`<p>${storageSentence(storage)}</p>`,
      figures: [],
    });
  }
  if (eta) {
    sections.push({
      id: 'migration-eta',
      title: 'The migration that is running',
      text: html`<p>${
        eta.seconds === null
          ? 'As it goes it does not finish.'
          : `About ${formatSeconds(eta.seconds)} left (remaining / bandwidth says ${formatSeconds(eta.naiveSeconds)}).`
      } ${eta.why}</p>`,
      figures: [],
    });
  }
  if (fit) {
    sections.push({
      id: 'migration-fit',
      title: 'What the dirty-rate readings tell',
      text: html`<p>${
        fit.identified
          ? `Working set ${formatBytesRounded(4096 * fit.workingSetPages.value)}, ${Math.round(fit.writesPerS.value)} page writes/s (${fit.kind}).`
          : `They do not identify the guest: ${fit.why}.`
      }</p>`,
      figures: [],
    });
  }
  if (fleet && fleet.machines.length > 0) {
    const stuck = fleet.machines.filter((machine) => machine.verdict !== 'completes');
    sections.push({
      id: 'migration-fleet',
      title: 'Evacuating the host',
      text: html`<p>${fleet.machines.length} machines leave in ${formatSeconds(fleet.totalS)}; the longest pause is
        ${ms(fleet.longestBlackoutMs)}. ${
          stuck.length > 0
            ? `Not sure to leave: ${stuck
                .map(({ name }) => name)
                .slice(0, 20)
                .join(', ')}.`
            : ''
        }</p>`,
      figures: [evacuationBars(fleet)],
    });
  }
  return sections;
}
