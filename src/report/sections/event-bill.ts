import type { Figure } from '../../figure.ts';
import type { TechniqueBill } from '../../model/event-bill/bill.ts';
import { tableFigure } from '../section.ts';

/** Cycles each technique adds to bare metal; of one technique alone, line by line. */
export function billFigure(bills: readonly TechniqueBill[]): Figure {
  const [only, ...others] = bills;
  if (only && others.length === 0) {
    return tableFigure(
      'event-bill',
      `What ${only.technique} adds to bare metal, by event`,
      only.lines.map(({ event, count, each, all, path }) => ({
        event,
        count,
        each: each.value,
        all: all.value,
        status: each.status,
        path,
      })),
    );
  }
  return tableFigure(
    'event-bill',
    'Cycles added to bare metal',
    bills.map(({ technique, total }) => ({
      technique,
      'added cycles': total?.value ?? 0,
      low: total?.low ?? 0,
      high: total?.high ?? 0,
      status: total?.status ?? '',
    })),
  );
}
