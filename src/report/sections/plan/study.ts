import type { TopLevelSpec } from 'vega-lite';
import type { Figure } from '../../../figure.ts';
import type { Text } from '../../../message.ts';
import { studyPageWords as words } from '../../../messages/plan-study.ts';
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
  title: Text,
  description: Text,
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
  title: Text,
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
  const day = dayChart('hosts-on', words.serving(), words.servingText(), powered, 'hosts on');
  return [
    section('power', words.power({ load: study.load }), html``, [
      tableFigure('dpm-replay', words.replay(), rows),
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
    words.machinesServe(),
    words.machinesServeText(),
    study.groups.map(({ name, run }) => ({ name, minutes: run.serving })),
    'machines serving',
  );
  return [
    section('scaling', words.scaling(), html``, [
      tableFigure('scaling-groups', words.groups(), rows),
      day,
    ]),
  ];
}

/** What a study adds to the page: operations, growth, money and energy, failures, scaling, and what is assumed. */
export function studySections(study: StudyResult): Section[] {
  return [
    section('ha', words.ha(), html`<p>${words.haText()}</p>`, [
      tableFigure('ha-admission', words.haTable(), haRows(study)),
    ]),
    section('balance', words.balance(), html``, [
      tableFigure('drs-balance', words.drs(), balanceRows(study)),
      tableFigure('drs-moves', words.moves(), moveRows(study)),
    ]),
    ...powerSection(study),
    section('growth', words.growth(), html`<p>${words.growthText()}</p>`, [
      tableFigure('growth-forecast', words.forecast(), forecastRows(study)),
    ]),
    section('money', words.money(), html``, [
      tableFigure('price-plans', words.prices(), priceRows(study)),
      tableFigure('energy', words.energy(), energyRows(study)),
    ]),
    section('failures', words.failures(), html``, [
      tableFigure('host-failures', words.failuresTable(), failureRows(study)),
      tableFigure('maintenance', words.maintenance(), maintenanceRows(study)),
    ]),
    ...scalingSection(study),
    section('assumed', words.assumed(), html``, [
      tableFigure(
        'study-values',
        words.values(),
        study.values.map(({ name, value, status }) => ({ name, value: String(value), status })),
      ),
    ]),
  ];
}
