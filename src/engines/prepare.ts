import { isAbsolute, relative, resolve, sep } from 'node:path';
import { badInput, printable, UserError } from '../errors.ts';
import { hostFrom } from '../formats/host-profile.ts';
import type { Host } from '../hosts/host.ts';
import { hostById } from '../hosts/index.ts';
import { contentHash } from '../results/identity.ts';
import { RECORD_FORM, type RunRecord } from '../results/record.ts';
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
    const key = JSON.stringify(trace);
    if (!trace || checked.has(key)) continue;
    checked.add(key);
    const path = resolveInside(folder, trace.path);
    const hash = await checkTrace(path, trace);
    const known = traces.get(trace.path) ?? { path, hash };
    traces.set(trace.path, known);
    if (known.hash !== hash) {
      throw badInput({ file: path, expected: 'a file that stays', found: 'one that changes' });
    }
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
    const trace = (task.trace && traces.get(task.trace.path)) ?? null;
    return {
      ...{ study, index, seed: scenario.seed, task },
      trace,
      profiles: profiles.filter(({ id }) => task.hosts.includes(id)),
      hash: contentHash({
        ...{ version, study, seed: scenario.seed, data: task.data },
        trace: trace?.hash,
        hosts: task.hosts.map((id) => hosts[id]),
      }),
    };
  });
  const record = {
    form: RECORD_FORM,
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
