import { UserError } from '../errors.ts';
import { unknownName } from '../names.ts';
import { broadwell } from './broadwell.ts';
import { clx } from './clx.ts';
import { currentId, earlierIds } from './earlier-ids.ts';
import { fam16h } from './fam16h.ts';
import { haswell } from './haswell.ts';
import type { Host } from './host.ts';
import { icelakeSp } from './icelake-sp.ts';
import { lap } from './lap.ts';
import { nehalem } from './nehalem.ts';
import { neoverseN1 } from './neoverse-n1.ts';
import { neoverseV2 } from './neoverse-v2.ts';
import { p4 } from './p4.ts';
import { sandybridge } from './sandybridge.ts';
import { simChampsim } from './sim-champsim.ts';
import { simDmt } from './sim-dmt.ts';
import { simDrcachesim } from './sim-drcachesim.ts';
import { simGem5 } from './sim-gem5.ts';
import { simSniper } from './sim-sniper.ts';
import { simVirtuoso } from './sim-virtuoso.ts';
import { skylakeSp } from './skylake-sp.ts';
import { spr } from './spr.ts';
import { srv } from './srv.ts';
import { westmereEp } from './westmere-ep.ts';
import { zen1 } from './zen1.ts';
import { zen2 } from './zen2.ts';
import { zen3 } from './zen3.ts';
import { zen4 } from './zen4.ts';

/** Every host profile. A new host is one file and one line. */
export const hosts: readonly Host[] = [
  srv,
  clx,
  simDmt,
  zen3,
  spr,
  lap,
  p4,
  nehalem,
  westmereEp,
  sandybridge,
  haswell,
  broadwell,
  skylakeSp,
  icelakeSp,
  zen1,
  zen2,
  zen4,
  neoverseN1,
  neoverseV2,
  fam16h,
  simChampsim,
  simVirtuoso,
  simSniper,
  simDrcachesim,
  simGem5,
];

/** Every name of a built-in profile: its id, and the one it had before. */
export const hostNames: readonly string[] = [
  ...hosts.map(({ id }) => id),
  ...Object.keys(earlierIds),
];

/** The profile of that id, built in or among `others`; names what there is when there is none. */
export function hostById(id: string, others: readonly Host[] = []): Host {
  const wanted = currentId(id);
  const host = [...hosts, ...others].find((candidate) => candidate.id === wanted);
  if (host) return host;
  const names = [...hostNames, ...others.map((candidate) => candidate.id)];
  throw new UserError(unknownName('a host of virtcost host list', id, names));
}
