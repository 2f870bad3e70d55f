import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { badInput, printable, UserError } from '../errors.ts';
import { boundedStream } from '../files/check-input.ts';
import { readFailure } from '../files/read-input.ts';
import { hostFrom } from '../formats/host-profile.ts';
import type { Host } from '../hosts/host.ts';
import { hostById } from '../hosts/index.ts';
import { contentHash } from '../results/identity.ts';
import type { RunRecord } from '../results/run-folder.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { studyById } from '../studies/index.ts';
import type { Task } from '../studies/study.ts';
import { version } from '../version.ts';
import type { RunnableJob } from './engine.ts';
import { checkTrace } from './trace-words.ts';

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
    for await (const chunk of createReadStream(path, boundedStream(path))) {
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

/** The hosts of a scenario by name, files read, and which of them are not built in. */
async function resolveHosts(names: readonly string[], folder: string) {
  const profiles: Host[] = [];
  const ids = new Map<string, string>();
  for (const name of names) {
    if (!name.startsWith('./')) {
      ids.set(name, hostById(name).id);
      continue;
    }
    const profile = await hostFrom(resolveInside(folder, name));
    ids.set(name, profile.id);
    if (profiles.some(({ id }) => id === profile.id)) {
      throw badInput({ file: name, expected: 'an id of its own', found: `"${profile.id}" again` });
    }
    profiles.push(profile);
  }
  return { ids, profiles };
}

/** The scenario with host files replaced by the ids of the profiles in them, filters included. */
function withHostIds(scenario: Scenario, ids: ReadonlyMap<string, string>): Scenario {
  const renamed = (names: readonly string[]) => names.map((name) => ids.get(name) ?? name);
  const filters = (list: Scenario['exclude']) =>
    list.map((filter) => (filter.hosts ? { ...filter, hosts: renamed(filter.hosts) } : filter));
  return {
    ...scenario,
    hosts: renamed(scenario.hosts),
    exclude: filters(scenario.exclude),
    include: filters(scenario.include),
  };
}

/** Hosts of a scenario, those of its `include` blocks too. */
/** Every host a scenario names; one that its list names twice would be swept once without a word. */
function hostNames({ hosts, include }: Scenario): string[] {
  const twice = hosts.find((name, i) => hosts.indexOf(name) !== i);
  if (twice !== undefined) {
    throw badInput({ expected: 'each host once', found: printable(`"${twice}" again`) });
  }
  return [...new Set([...hosts, ...include.flatMap((filter) => filter.hosts ?? [])])];
}

/** Content hash and resolved path of each trace, by its name in the scenario; every trace is read to its end once. */
async function readTraces(tasks: readonly Task[], folder: string) {
  const traces = new Map<string, { path: string; hash: string }>();
  const checked = new Set<string>();
  for (const { trace } of tasks) {
    if (!trace) continue;
    let known = traces.get(trace.path);
    if (!known) {
      const path = resolveInside(folder, trace.path);
      known = { path, hash: await hashFile(path) };
      traces.set(trace.path, known);
    }
    const key = JSON.stringify(trace);
    if (checked.has(key)) continue;
    checked.add(key);
    await checkTrace(known.path, trace);
  }
  return traces;
}

/** The jobs of a scenario with content hashes, and the record of the run they make. */
export async function prepareJobs(
  given: Scenario,
  folder: string,
  command: string,
): Promise<{ jobs: RunnableJob[]; record: Omit<RunRecord, 'rows'> }> {
  const { ids, profiles } = await resolveHosts(hostNames(given), folder);
  const scenario = withHostIds(given, ids);
  const tasks = scenario.studies.flatMap((study) =>
    studyById(study)
      .expand(scenario)
      .map((task) => ({ study, task })),
  );
  const cases = tasks.reduce((sum, { task }) => sum + task.cases.length, 0);
  if (cases > MAX_CASES) {
    throw new UserError(`expected at most ${MAX_CASES} cases in a scenario, found ${cases}.`);
  }
  const traces = await readTraces(
    tasks.map(({ task }) => task),
    folder,
  );
  const hosts = Object.fromEntries(
    [...ids.values()].map((id) => [id, contentHash(hostById(id, profiles))]),
  );
  const jobs = tasks.map(({ study, task }, index): RunnableJob => {
    const trace = task.trace ? traces.get(task.trace.path)! : null;
    return {
      ...{ study, index, seed: scenario.seed, task },
      tracePath: trace?.path ?? null,
      profiles: profiles.filter(({ id }) => task.hosts.includes(id)),
      hash: contentHash({
        ...{ version, study, seed: scenario.seed, data: task.data },
        trace: trace?.hash,
        hosts: task.hosts.map((id) => hosts[id]),
      }),
    };
  });
  const record = {
    virtcost: version,
    scenario,
    scenarioHash: contentHash(scenario),
    traces: Object.fromEntries([...traces].map(([name, { hash }]) => [name, hash])),
    hosts,
    ...(profiles.length > 0 ? { profiles } : {}),
    seed: scenario.seed,
    command,
  };
  return { jobs, record };
}
