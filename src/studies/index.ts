import { density } from './density/index.ts';
import { disks } from './disks/index.ts';
import { migration } from './migration/index.ts';
import { sharing } from './sharing/index.ts';
import { steady } from './steady/index.ts';
import type { Study } from './study.ts';

/** Every study, in the order of reports. A new one is one folder and one line. */
export const studies: readonly Study[] = [steady, migration, sharing, disks, density];

export function studyById(id: string): Study {
  const study = studies.find((candidate) => candidate.id === id);
  if (!study) throw new RangeError(`no study "${id}"`);
  return study;
}
