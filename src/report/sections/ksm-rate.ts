import type { Figure } from '../../figure.ts';
import { mebibytes } from '../../format.ts';
import { dedupWords } from '../../messages/dedup.ts';
import type { Variant } from '../../model/dedup/analysis.ts';
import type { Forecast } from '../../model/dedup/ksm/forecast.ts';

/** One variant as a row of a table. */
export function variantRow({ name, forecast }: Variant) {
  return {
    knob: name,
    'net profit (MiB)': mebibytes(forecast.final.profitBytes),
    'saved (MiB)': mebibytes(forecast.final.savedBytes),
    'seconds to 90 %':
      forecast.secondsTo90 === null ? null : Math.round(10 * forecast.secondsTo90) / 10,
    'ksmd CPU (%)': Math.round(1000 * forecast.cpuShare.value) / 10,
  };
}

const horizons: readonly [string, number][] = [
  ['after 10 s', 10],
  ['after 1 min', 60],
  ['after 10 min', 600],
];

/** Net profit after so many seconds; once settled it stays. */
function profitAfter({ points, final }: Forecast, seconds: number): number {
  if (seconds >= final.seconds) return final.profitBytes;
  return points.findLast((point) => point.seconds <= seconds)?.profitBytes ?? 0;
}

/** What a scan rate has brought by a certain time. */
export function profitChart(rates: readonly Variant[]): Figure {
  const values = rates.flatMap(({ setting, forecast }) =>
    horizons.map(([when, seconds]) => ({
      rate: setting.pace.pagesToScan,
      when,
      profit: mebibytes(profitAfter(forecast, seconds)),
    })),
  );
  return {
    id: 'dedup-profit',
    title: dedupWords.profitTitle(),
    description: dedupWords.profitText(),
    spec: {
      data: { values },
      height: 240,
      mark: { type: 'line', point: true },
      encoding: {
        x: { field: 'rate', type: 'quantitative', scale: { type: 'log' }, title: 'pages_to_scan' },
        y: { field: 'profit', type: 'quantitative', title: 'net MiB' },
        strokeDash: { field: 'when', type: 'nominal', sort: null, title: null },
        shape: { field: 'when', type: 'nominal', sort: null, title: null },
        color: { field: 'when', type: 'nominal', sort: null, title: null },
      },
    },
    rows: rates.map(({ setting, forecast }) => ({
      pages_to_scan: setting.pace.pagesToScan,
      ...Object.fromEntries(
        horizons.map(([when, seconds]) => [
          `net MiB ${when}`,
          mebibytes(profitAfter(forecast, seconds)),
        ]),
      ),
    })),
  };
}

/** Rates that cost and save the same stand on one point: it carries the range of them. */
function labelled<P extends { pages: number; seconds: number; cpu: number }>(points: readonly P[]) {
  const here = new Map<string, P[]>();
  for (const point of points) {
    const place = `${point.seconds.toPrecision(2)} ${point.cpu.toPrecision(2)}`;
    here.set(place, [...(here.get(place) ?? []), point]);
  }
  return [...here.values()].flatMap((group) => {
    const pages = group.map((point) => point.pages);
    const [least, most] = [Math.min(...pages), Math.max(...pages)];
    const [first] = group;
    return first ? [{ ...first, label: least === most ? `${least}` : `${least} – ${most}` }] : [];
  });
}

/** What a scan rate costs and how soon it saves. */
export function rateChart(rates: readonly Variant[]): Figure {
  const values = rates.flatMap(({ setting, forecast }) =>
    forecast.secondsTo90 === null
      ? []
      : [
          {
            pages: setting.pace.pagesToScan,
            seconds: forecast.secondsTo90,
            cpu: 100 * forecast.cpuShare.value,
          },
        ],
  );
  return {
    id: 'dedup-rate',
    title: dedupWords.cpuTitle(),
    description: dedupWords.cpuText(),
    spec: {
      height: 240,
      layer: [
        { data: { values }, mark: { type: 'line', point: true } },
        {
          data: { values: labelled(values) },
          mark: { type: 'text', dy: -10 },
          encoding: { text: { field: 'label' } },
        },
      ],
      encoding: {
        x: {
          field: 'seconds',
          type: 'quantitative',
          scale: { type: 'log' },
          title: 'seconds to 90 %',
        },
        y: { field: 'cpu', type: 'quantitative', title: 'ksmd, % of a CPU' },
      },
    },
    rows: rates.map((variant) => ({
      pages_to_scan: variant.setting.pace.pagesToScan,
      ...variantRow(variant),
    })),
  };
}
