import type { Figure } from '../../figure.ts';
import { suffixed } from '../../format.ts';
import { hostTitles } from '../../messages/hosts.ts';
import { runWords } from '../../messages/run.ts';
import type { EventCell, EventSurvey } from '../../model/event-bill/survey.ts';
import { statusMarks } from '../status.ts';

type Priced = Pick<EventCell, 'cycles' | 'status'>;

const shown = ({ cycles, status }: Priced) => `${Math.round(cycles)} ${statusMarks[status]}`;

/** The same for the narrow cells of the chart: three digits and a suffix, as axes have them. */
const brief = ({ cycles, status }: Priced) => `${suffixed(cycles)} ${statusMarks[status]}`;

/** Cycles of each event under each technique; the printed mark tells how a number is known. */
export function eventHeatMap({ cells, host }: EventSurvey): Figure {
  const values = cells.map(({ event, technique, cycles, status }) => ({
    event,
    technique,
    cycles,
    shade: Math.log10(cycles + 1),
    text: brief({ cycles, status }),
  }));
  const rows = new Map<string, Record<string, string>>();
  for (const cell of cells) {
    const row = rows.get(cell.event) ?? { event: cell.event };
    rows.set(cell.event, { ...row, [cell.technique]: shown(cell) });
  }
  const axes = {
    y: { field: 'event', type: 'nominal', sort: null, title: null },
    x: {
      field: 'technique',
      type: 'nominal',
      sort: null,
      title: null,
      axis: { labelAngle: -40, orient: 'top' },
    },
  } as const;
  return {
    id: 'event-heat-map',
    title: runWords.heatMapTitle({ host: hostTitles(host) }),
    description: runWords.heatMapText(),
    spec: {
      data: { values },
      // Cells hold numbers: they keep their width, and a phone scrolls sideways inside the figure.
      width: { step: 52 },
      height: { step: 18 },
      encoding: axes,
      layer: [
        {
          mark: 'rect',
          encoding: {
            color: { field: 'shade', type: 'quantitative', title: 'log10 cycles', legend: null },
            opacity: { value: 0.45 },
          },
        },
        { mark: { type: 'text', fontSize: 9 }, encoding: { text: { field: 'text' } } },
      ],
    },
    rows: [...rows.values()],
  };
}
