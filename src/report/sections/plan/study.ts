import type { TopLevelSpec } from 'vega-lite';
import type { Figure } from '../../../figure.ts';
import type { StudyResult } from '../../../plan/study/run.ts';
import { type Html, html } from '../../html.ts';
import type { Section } from '../../section.ts';
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
import { htmlTable } from '../../table.ts';

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
  const spec = {
    data: { values },
    mark: { type: 'line', interpolate: 'step-after' },
    encoding: {
      x: { field: 'hour', type: 'quantitative', title: 'hour of the day' },
      y: { field: 'value', type: 'quantitative', title: y },
      strokeDash: { field: 'name', type: 'nominal', title: null },
      color: { field: 'name', type: 'nominal', title: null },
    },
  } as unknown as TopLevelSpec;
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

/** What a study adds to the page: operations, growth, money and energy, failures, scaling, and what is assumed. */
export function studySections(study: StudyResult): Section[] {
  const powered = study.clusters.flatMap(({ cluster, power }) =>
    power ? [{ name: cluster, minutes: power.hostsOn }] : [],
  );
  const power = powerRows(study);
  const groups = groupRows(study);
  return [
    section(
      'ha',
      'Admission of HA by three policies',
      html`<p>Slots and percentage count reservations; without reservations they admit almost everything.
        Dedicated hosts counts what machines may use.</p>${htmlTable(haRows(study), 'HA admission')}`,
    ),
    section(
      'balance',
      'Balancing and what its moves cost',
      html`${htmlTable(balanceRows(study), 'DRS balancing')}${htmlTable(moveRows(study), 'Moves')}`,
    ),
    ...(power.length > 0
      ? [
          section(
            'power',
            `Hosts powered off over a day (load: ${study.load})`,
            htmlTable(power, 'DPM replay'),
            [
              dayChart(
                'hosts-on',
                'Hosts that serve',
                'Steps down: a host is powered off after 40 minutes below 45 %; up: on after 5 minutes above 81 % and its boot.',
                powered,
                'hosts on',
              ),
            ],
          ),
        ]
      : []),
    section(
      'growth',
      'Time to exhaustion',
      html`<p>Months until a machine has no place with failures tolerated; the columns beside it take the ends of the
        band of the rate. By bound: no packing gets past it.</p>${htmlTable(forecastRows(study), 'Forecast')}`,
    ),
    section(
      'money',
      'Price plans, energy and carbon',
      html`${htmlTable(priceRows(study), 'Price plans')}${htmlTable(energyRows(study), 'Energy')}`,
    ),
    section(
      'failures',
      'Failures and maintenance',
      html`${htmlTable(failureRows(study), 'Failures')}${htmlTable(maintenanceRows(study), 'Rolling maintenance')}`,
    ),
    ...(groups.length > 0
      ? [
          section('scaling', 'Scaling groups', htmlTable(groups, 'Scaling groups'), [
            dayChart(
              'serving',
              'Machines that serve',
              'Each step is a minute of the simulation; machines serve after boot and warm-up.',
              study.groups.map(({ name, run }) => ({ name, minutes: run.serving })),
              'machines serving',
            ),
          ]),
        ]
      : []),
    section(
      'assumed',
      'Values given and assumed',
      htmlTable(
        study.values.map(({ name, value, status }) => ({ name, value: String(value), status })),
        'Values of the study',
      ),
    ),
  ];
}
