/** Ids profiles had before an id said what it is: read everywhere as the profile of today. */
import { present } from '../elements.ts';

export const earlierIds: Readonly<Record<string, string>> = {
  srv: 'xeon-e3-kvmperf-2013',
  lap: 'laptop-kvmperf-2013',
  p4: 'pentium4-vt-2005',
  nehalem: 'nehalem-ep-2009',
  'westmere-ep': 'westmere-ep-2010',
  sandybridge: 'sandy-bridge-ep-2012',
  haswell: 'haswell-ep-2014',
  broadwell: 'broadwell-ep-2016',
  'skylake-sp': 'skylake-sp-2017',
  clx: 'cascade-lake-sp-2019',
  'icelake-sp': 'ice-lake-sp-2021',
  spr: 'sapphire-rapids-2023',
  zen1: 'epyc-zen1-2017',
  zen2: 'epyc-zen2-2019',
  zen3: 'epyc-zen3-2021',
  zen4: 'epyc-zen4-2022',
  fam16h: 'amd-jaguar-2013',
  'neoverse-n1': 'neoverse-n1-2020',
  'neoverse-v2': 'neoverse-v2-2023',
};

/** Today's id of a profile, whichever of its ids it was named by. */
export const currentId = (id: string): string =>
  Object.hasOwn(earlierIds, id) ? present(earlierIds[id]) : id;

/** Every name of the profile with today's id `id`. */
export const namesOf = (id: string): string[] => [
  id,
  ...Object.keys(earlierIds).filter((earlier) => earlierIds[earlier] === id),
];
