import { UserError } from '../errors.ts';
import type { PlanExtras } from '../plan/extras.ts';
import { type TechniqueSwitch, techniqueSchema } from '../plan/technique/schema.ts';
import {
  brokenRows,
  noPlaceRows,
  numaRows,
  packingRows,
  refreshRows,
  spreadRows,
  techniqueRows,
  zoneRows,
} from '../report/plan-rows.ts';
import { printTable } from '../terminal/table.ts';
import { mixIds } from '../workloads/mixes/index.ts';

/** The comparison of `--techniques [MIX]`, or undefined without it. */
export function techniquesAsked(mix: string | true | undefined): TechniqueSwitch | undefined {
  if (mix === undefined) return undefined;
  if (mix !== true && !mixIds.includes(mix))
    throw new UserError(`--techniques: expected an event mix (${mixIds.join(', ')}).`);
  return techniqueSchema.parse({ to: 'container', ...(mix === true ? {} : { events: mix }) });
}

export function printExtras(extras: PlanExtras): void {
  const tables = [
    packingRows,
    noPlaceRows,
    brokenRows,
    numaRows,
    techniqueRows,
    refreshRows,
    zoneRows,
    spreadRows,
  ];
  for (const rows of tables) {
    const found = rows(extras);
    if (found.length > 0) printTable(found);
  }
}
