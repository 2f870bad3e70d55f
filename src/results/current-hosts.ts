import { currentId } from '../hosts/earlier-ids.ts';
import type { CellFilter, Scenario } from '../scenario/scenario.ts';
import type { Row } from '../studies/column.ts';
import { plainRow } from './packed-rows.ts';

const filters = (list: readonly CellFilter[] | undefined) =>
  (list ?? []).map((filter) =>
    filter.hosts ? { ...filter, hosts: filter.hosts.map(currentId) } : filter,
  );

/** A stored scenario with the ids hosts have today. */
export const withCurrentHosts = (scenario: Scenario): Scenario => ({
  ...scenario,
  hosts: scenario.hosts.map(currentId),
  exclude: filters(scenario.exclude),
  include: filters(scenario.include),
});

/** Stored rows with the ids hosts have today. */
export function rowsWithCurrentHosts(rows: readonly Row[]): Row[] {
  return rows.map((row) => {
    if (typeof row.host !== 'string') return row;
    const host = currentId(row.host);
    return host === row.host ? row : { ...plainRow(row), host };
  });
}
