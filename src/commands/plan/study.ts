import { present } from '../../elements.ts';
import { badInput, printable, UserError } from '../../errors.ts';
import { readYaml } from '../../files/read-yaml.ts';
import { studyPageWords } from '../../messages/plan-study.ts';
import { tableTitles } from '../../messages/table-titles.ts';
import type { Plan } from '../../plan/plan.ts';
import { type DayShape, flatDay, runStudy, type StudyResult } from '../../plan/study/run.ts';
import { type Study, studySchema } from '../../plan/study/schema.ts';
import {
  balanceRows,
  failureRows,
  forecastRows,
  groupRows,
  haRows,
} from '../../report/study-rows.ts';
import { note } from '../../terminal/output.ts';
import { printTable } from '../../terminal/table.ts';
import type { PlanOptions } from './asked.ts';

/** Prices a study gives, and nothing that says in what. */
function pricesWithoutCurrency(raw: unknown): boolean {
  const { price = {}, energy = {} } = raw as Record<string, Record<string, unknown>>;
  const priced = 'perVcpuHour' in price || 'perGibHour' in price || 'pricePerKwh' in energy;
  return priced && !('currency' in price);
}

/** What a study says, with the growth of --growth in place of its own. */
const withGrowth = <T extends object>(study: T, machines: Study['growth']['machines']) => {
  const { growth } = study as { growth?: object };
  return { ...study, growth: { ...growth, machines } };
};

/** The study asked for with --study [FILE] and --load DAY, or undefined without either. */
export async function studyOf(
  plan: Plan,
  options: Pick<PlanOptions, 'study' | 'load' | 'growth'>,
  day: DayShape = flatDay,
): Promise<StudyResult | undefined> {
  if (options.study === undefined && options.load === undefined) return undefined;
  const { value, raw } =
    typeof options.study === 'string'
      ? await readYaml(options.study, studySchema, 'the study')
      : { value: studySchema.parse({}), raw: {} };
  if (typeof options.study === 'string' && pricesWithoutCurrency(raw))
    throw badInput({
      file: options.study,
      expected: 'price.currency, such as EUR or USD, beside the prices',
      found: 'none',
    });
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
  const { growth } = options;
  return growth
    ? runStudy(plan, withGrowth(value, growth) as Study, withGrowth(raw as object, growth), day)
    : runStudy(plan, value, raw, day);
}

export function printStudy(study: StudyResult): void {
  const tables = [
    [haRows, tableTitles.admission()],
    [balanceRows, tableTitles.balance()],
    [forecastRows, tableTitles.forecast()],
    [failureRows, tableTitles.failures()],
    [groupRows, tableTitles.groups()],
  ] as const;
  for (const [rows, title] of tables) {
    const found = rows(study);
    if (found.length > 0) printTable(found, title);
  }
  const assumed = study.values.filter((value) => value.status === 'assumed').length;
  note(studyPageWords.assumedNote({ n: assumed }));
}

/** Growth of the number of machines as a study takes it, or undefined where the study was not told. */
export function givenGrowth(study: StudyResult): Study['growth']['machines'] | undefined {
  const of = (key: string) => study.values.find(({ name }) => name === `growth.machines.${key}`);
  const [percentPerMonth, low, high] = [of('percentPerMonth'), of('low'), of('high')];
  if (![percentPerMonth, low, high].some((entry) => entry?.status === 'given')) return undefined;
  return {
    percentPerMonth: Number(present(percentPerMonth).value),
    low: Number(present(low).value),
    high: Number(present(high).value),
  };
}
