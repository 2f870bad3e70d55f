import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { badInput, UserError } from '../errors.ts';
import { readFailure } from '../files/read-input.ts';
import { hostFrom } from '../formats/host-profile.ts';
import type { Host } from '../hosts/host.ts';
import { hostById } from '../hosts/index.ts';
import { contentHash } from '../results/identity.ts';
import type { RunRecord } from '../results/run-folder.ts';
import { expandJobs } from '../scenario/expand.ts';
import type { Scenario } from '../scenario/schema.ts';
import { version } from '../version.ts';
import type { RunnableJob } from './engine.ts';

const MAX_CASES = 1_000_000;

/** Path of a file named by a scenario: inside the scenario's folder, whatever the name says. */
function resolveInside(folder: string, name: string): string {
  const path = resolve(folder, name);
  const inside = relative(folder, path);
  if (isAbsolute(inside) || inside === '..' || inside.startsWith(`..${sep}`)) {
    throw badInput({
      expected: `a file inside the scenario's folder ${folder}`,
      found: `"${name}"`,
      hint: 'Put it (or a link to it) beside the scenario.',
    });
  }
  return path;
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(path)) {
      hash.update(chunk as Buffer);
      bytes += (chunk as Buffer).length;
    }
  } catch (error) {
    throw readFailure(path, error);
  }
  if (bytes === 0)
    throw badInput({ file: path, expected: 'a memory trace', found: 'an empty file' });
  return hash.digest('hex').slice(0, 16);
}

/** The hosts of a scenario, files read, and which of them are not built in. */
async function resolveHosts(names: readonly string[], folder: string) {
  const profiles: Host[] = [];
  const ids: string[] = [];
  for (const name of names) {
    if (!name.startsWith('./')) {
      ids.push(name);
      continue;
    }
    const profile = await hostFrom(resolveInside(folder, name));
    ids.push(profile.id);
    if (profiles.some(({ id }) => id === profile.id)) {
      throw badInput({ file: name, expected: 'an id of its own', found: `"${profile.id}" again` });
    }
    profiles.push(profile);
  }
  return { ids, profiles };
}

/** The jobs of a scenario with content hashes, and the record of the run they make. */
export async function prepareJobs(
  given: Scenario,
  folder: string,
  command: string,
): Promise<{ jobs: RunnableJob[]; record: Omit<RunRecord, 'rows'> }> {
  const { ids, profiles } = await resolveHosts(given.hosts, folder);
  const scenario: Scenario = { ...given, hosts: ids };
  const cases =
    scenario.workloads.length *
    scenario.hosts.length *
    scenario.pages.length *
    (1 + (scenario.tlb?.length ?? 0)) *
    scenario.techniques.length;
  if (cases > MAX_CASES) {
    throw new UserError(`expected at most ${MAX_CASES} cases in a scenario, found ${cases}.`);
  }
  const traces: Record<string, string> = {};
  const paths: Record<string, string> = {};
  for (const workload of scenario.workloads) {
    if (workload.trace === undefined) continue;
    const path = resolveInside(folder, workload.trace);
    paths[workload.name] = path;
    traces[workload.name] = await hashFile(path);
  }
  const hosts = Object.fromEntries(ids.map((id) => [id, contentHash(hostById(id, profiles))]));
  const jobs = expandJobs(scenario).map((job) => ({
    ...job,
    tracePath: paths[job.workload.name] ?? null,
    profile: profiles.find(({ id }) => id === job.host) ?? null,
    hash: contentHash({
      version,
      seed: job.seed,
      workload: job.workload,
      trace: traces[job.workload.name],
      host: hosts[job.host],
      pages: [job.guestPage, job.hostPage],
      tlb: job.tlb,
      techniques: job.techniques,
    }),
  }));
  const record = {
    virtcost: version,
    scenario,
    scenarioHash: contentHash(scenario),
    traces,
    hosts,
    ...(profiles.length > 0 ? { profiles } : {}),
    seed: scenario.seed,
    command,
  };
  return { jobs, record };
}
