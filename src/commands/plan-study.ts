import { note } from '../cli/output.ts';
import { readYaml } from '../cli/read-yaml.ts';
import { badInput, printable, UserError } from '../errors.ts';
import { readPlanetLabDay } from '../formats/planetlab.ts';
import { type DayShape, flatDay, runStudy, type StudyResult } from '../plan/study/run.ts';
import { studySchema } from '../plan/study/schema.ts';
import type { Plan } from '../plan/what-if.ts';
import { balanceRows, failureRows, forecastRows, groupRows, haRows } from '../report/study-rows.ts';
import { printTable } from '../terminal/table.ts';

async function dayOf(path: string): Promise<DayShape> {
  const { day, percent } = await readPlanetLabDay(path);
  const sums = Array.from({ length: 288 }, (_, i) =>
    percent.reduce((sum, samples) => sum + samples[i]!, 0),
  );
  const mean = sums.reduce((sum, value) => sum + value, 0) / sums.length;
  if (mean === 0) throw badInput({ file: path, expected: 'a day with some load', found: 'none' });
  return { name: day, shape: sums.map((value) => value / mean) };
}

/** The study asked for with --study [FILE] and --load DAY, or undefined without either. */
export async function studyOf(
  plan: Plan,
  options: { study?: string | true; load?: string },
): Promise<StudyResult | undefined> {
  if (options.study === undefined && options.load === undefined) return undefined;
  const { value, raw } =
    typeof options.study === 'string'
      ? await readYaml(options.study, studySchema, 'the study')
      : { value: studySchema.parse({}), raw: {} };
  const hosts = new Set(plan.inventory.hosts.map((host) => host.name));
  const unknown = Object.values(value.failure.domains)
    .flat()
    .filter((name) => !hosts.has(name));
  if (unknown.length > 0) {
    throw new UserError(
      printable(
        `${options.study}: failure.domains: expected hosts of the inventory, found ${unknown.slice(0, 8).join(', ')}`,
        300,
      ),
    );
  }
  return runStudy(plan, value, raw, options.load ? await dayOf(options.load) : flatDay);
}

export function printStudy(study: StudyResult): void {
  for (const rows of [haRows, balanceRows, forecastRows, failureRows, groupRows]) {
    const found = rows(study);
    if (found.length > 0) printTable(found);
  }
  const assumed = study.values.filter((value) => value.status === 'assumed').length;
  note(`${assumed} values of the study are assumed, not given; --json and --html list them`);
}
