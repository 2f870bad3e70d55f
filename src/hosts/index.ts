import { UserError } from '../errors.ts';
import { clx } from './clx.ts';
import type { Host } from './host.ts';
import { lap } from './lap.ts';
import { p4 } from './p4.ts';
import { simDmt } from './sim-dmt.ts';
import { spr } from './spr.ts';
import { srv } from './srv.ts';
import { zen3 } from './zen3.ts';

/** Every host profile. A new host is one file and one line. */
export const hosts: readonly Host[] = [srv, clx, simDmt, zen3, spr, lap, p4];

/** The profile of that id; names what there is when there is none. */
export function hostById(id: string): Host {
  const host = hosts.find((candidate) => candidate.id === id);
  if (host) return host;
  throw new UserError(
    `expected a host (${hosts.map((candidate) => candidate.id).join(', ')}), found "${id}".`,
  );
}
