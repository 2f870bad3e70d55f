import type { Scenario } from '../../scenario/scenario.ts';

/** Which settings of each study a bill is made with. */
export interface Choice {
  steady: string;
  migration: string;
  sharing: string;
  disks: string;
  density: string;
}
export const chosenStudies = ['steady', 'migration', 'sharing', 'disks', 'density'] as const;

/** How many combinations of settings a scenario's bills are made for. */
export const choiceCount = ({ settings, studies }: Scenario): number =>
  chosenStudies.reduce(
    (count, study) =>
      studies.includes(study) ? count * Math.max(1, settings[study]?.length ?? 0) : count,
    1,
  );

/** Every combination of the settings of the studies, those of the last fastest. */
export function choicesOf({ settings, studies }: Scenario): Choice[] {
  let all: Choice[] = [{ steady: '', migration: '', sharing: '', disks: '', density: '' }];
  for (const study of chosenStudies) {
    const variants = studies.includes(study) ? (settings[study] ?? []) : [];
    const names = variants.map(({ name }) => name);
    if (names.length > 0) {
      all = all.flatMap((choice) => names.map((name) => ({ ...choice, [study]: name })));
    }
  }
  return all;
}

/** `migration link 10Gbps; sharing pagesToScan 1000`: what tells a bill from its siblings. */
export const choiceName = (choice: Choice): string =>
  chosenStudies
    .filter((study) => choice[study] !== '')
    .map((study) => (study === 'density' ? choice[study] : `${study} ${choice[study]}`))
    .join('; ');
