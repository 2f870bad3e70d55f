import type { TopLevelSpec } from 'vega-lite';
import type { Figure } from '../../../figure.ts';
import type { StudyResult } from '../../../plan/study/run.ts';
import { type Html, html } from '../../html.ts';
import { type Section, tableFigure } from '../../section.ts';
import {
  balanceRows,
  energyRows,
  failureRows,
  forecastRows,
  groupRows,
  haRows,
  maintenanceRows,
  moveRows,
  powerRows,
  priceRows,
} from '../../study-rows.ts';

/** Lines over the day, one point each quarter of an hour. */
function dayChart(
  id: string,
  title: string,
  description: string,
  series: readonly { name: string; minutes: readonly number[] }[],
  y: string,
): Figure {
  const values = series.flatMap(({ name, minutes }) =>
    minutes.flatMap((value, minute) =>
      minute % 15 === 0 ? [{ name, hour: minute / 60, value }] : [],
    ),
  );
  const spec: TopLevelSpec = {
    data: { values },
    mark: { type: 'line', interpolate: 'step-after' },
    encoding: {
      x: { field: 'hour', type: 'quantitative', title: 'hour of the day' },
      y: { field: 'value', type: 'quantitative', title: y },
      strokeDash: { field: 'name', type: 'nominal', title: null },
      color: { field: 'name', type: 'nominal', title: null },
    },
  };
  const rows = values.map(({ name, hour, value }) => ({ name, hour, [y]: value }));
  return { id, title, description, spec, rows };
}

const section = (
  id: string,
  title: string,
  text: Html,
  figures: readonly Figure[] = [],
): Section => ({
  id,
  title,
  text,
  figures,
});

/** Hosts powered off over a day, where power was asked for. */
function powerSection(study: StudyResult): Section[] {
  const rows = powerRows(study);
  if (rows.length === 0) return [];
  const powered = study.clusters.flatMap(({ cluster, power }) =>
    power ? [{ name: cluster, minutes: power.hostsOn }] : [],
  );
  const day = dayChart(
    'hosts-on',
    'Hosts that serve',
    'Steps down: a host is powered off after 40 minutes below 45 %; up: on after 5 minutes above 81 % and its boot.',
    powered,
    'hosts on',
  );
  return [
    section('power', `Hosts powered off over a day (load: ${study.load})`, html``, [
      tableFigure('dpm-replay', 'DPM replay', rows),
      day,
    ]),
  ];
}

/** What scaling groups do, where there are some. */
function scalingSection(study: StudyResult): Section[] {
  const rows = groupRows(study);
  if (rows.length === 0) return [];
  const day = dayChart(
    'serving',
    'Machines that serve',
    'Each step is a minute of the simulation; machines serve after boot and warm-up.',
    study.groups.map(({ name, run }) => ({ name, minutes: run.serving })),
    'machines serving',
  );
  return [
    section('scaling', 'Scaling groups', html``, [
      tableFigure('scaling-groups', 'What each group does', rows),
      day,
    ]),
  ];
}

/** What a study adds to the page: operations, growth, money and energy, failures, scaling, and what is assumed. */
export function studySections(study: StudyResult): Section[] {
  return [
    section(
      'ha',
      'Admission of HA by three policies',
      html`<p>Slots and percentage count reservations; without reservations they admit almost everything.
        Dedicated hosts counts what machines may use.</p>`,
      [tableFigure('ha-admission', 'HA admission', haRows(study))],
    ),
    section('balance', 'Balancing and what its moves cost', html``, [
      tableFigure('drs-balance', 'DRS balancing', balanceRows(study)),
      tableFigure('drs-moves', 'Moves', moveRows(study)),
    ]),
    ...powerSection(study),
    section(
      'growth',
      'Time to exhaustion',
      html`<p>Months until a machine has no place with failures tolerated; the columns beside it take the ends of the
        band of the rate. By bound: no packing gets past it.</p>`,
      [tableFigure('growth-forecast', 'Forecast', forecastRows(study))],
    ),
    section('money', 'Price plans, energy and carbon', html``, [
      tableFigure('price-plans', 'Price plans', priceRows(study)),
      tableFigure('energy', 'Energy', energyRows(study)),
    ]),
    section('failures', 'Failures and maintenance', html``, [
      tableFigure('host-failures', 'Failures', failureRows(study)),
      tableFigure('maintenance', 'Rolling maintenance', maintenanceRows(study)),
    ]),
    ...scalingSection(study),
    section('assumed', 'Values given and assumed', html``, [
      tableFigure(
        'study-values',
        'Values of the study',
        study.values.map(({ name, value, status }) => ({ name, value: String(value), status })),
      ),
    ]),
  ];
}
