import { badInput, printable, UserError } from '../errors.ts';
import { hostFrom } from '../formats/host-profile.ts';
import type { Host } from '../hosts/host.ts';
import { hostById } from '../hosts/index.ts';
import { contentHash } from '../results/identity.ts';
import { RECORD_FORM, type RunRecord } from '../results/record.ts';
import { checkRecordSize } from '../results/record-size.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { choiceCount } from '../studies/density/bill.ts';
import { studyById } from '../studies/index.ts';
import type { Task } from '../studies/study.ts';
import { version } from '../version.ts';
import type { InputFile, RunnableJob } from './engine.ts';
import { withInputs } from './resolve-inputs.ts';
import { checkUnchanged, hashFile, resolveInside } from './scenario-files.ts';
import { checkTrace } from './trace-words.ts';

const MAX_CASES = 1_000_000;
/** Each makes a bill of every cell. */
const MAX_CHOICES = 1000;

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

/** Content hash and resolved path of each file tasks read, by its name in the scenario; traces are read to their end once. */
async function readFiles(tasks: readonly Task[], folder: string) {
  const files = new Map<string, InputFile>();
  const checked = new Set<string>();
  for (const file of tasks.flatMap((task) => task.files ?? [])) {
    const key = JSON.stringify(file);
    if (checked.has(key)) continue;
    checked.add(key);
    const path = resolveInside(folder, file.path);
    const known = files.get(file.path);
    const isTrace = file.kind === 'memory-trace';
    const hash = isTrace ? await checkTrace(path, file) : (known?.hash ?? (await hashFile(path)));
    checkUnchanged(path, known?.hash ?? hash, hash);
    files.set(file.path, { path, hash });
  }
  return files;
}

/** What the jobs of a run follow from. */
interface JobInputs {
  scenario: Scenario;
  profiles: readonly Host[];
  /** Digest of each host by its id. */
  hosts: Readonly<Record<string, string>>;
}

interface StudyTask {
  study: string;
  task: Task;
}

function tasksOf(scenario: Scenario): StudyTask[] {
  const tasks = scenario.studies.flatMap((study) =>
    studyById(study)
      .expand(scenario)
      .map((task) => ({ study, task })),
  );
  const cases = tasks.reduce((sum, { task }) => sum + task.cases.length, 0);
  if (cases > MAX_CASES) {
    throw new UserError(`expected at most ${MAX_CASES} cases in a scenario, found ${cases}.`);
  }
  const choices = scenario.studies.includes('density') ? choiceCount(scenario) : 1;
  if (choices > MAX_CHOICES) {
    throw new UserError(
      `expected at most ${MAX_CHOICES} combinations of settings in one bill, found ${choices}: leave out density, or ask in several scenarios.`,
    );
  }
  return tasks;
}

/** Tasks with their content hashes: the same from the same scenario, hosts and bytes of files, on any machine. */
function jobsOf(
  tasks: readonly StudyTask[],
  { scenario: { seed }, profiles, hosts }: JobInputs,
  files: ReadonlyMap<string, InputFile>,
  onJob: (done: number, all: number) => void = () => {},
): RunnableJob[] {
  return tasks.map(({ study, task }, index): RunnableJob => {
    const names = (task.files ?? []).map(({ path }) => path);
    const read = [...files].filter(([name]) => names.includes(name));
    const job: RunnableJob = {
      ...{ study, index, seed, task },
      files: Object.fromEntries(read),
      profiles: profiles.filter(({ id }) => task.hosts.includes(id)),
      hash: contentHash({
        ...{ version, study, seed, data: task.data },
        files: names.map((name) => files.get(name)?.hash),
        hosts: task.hosts.map((id) => hosts[id]),
      }),
    };
    onJob(index + 1, tasks.length);
    return job;
  });
}

/** The jobs a stored run was made of, by its record alone: for their hashes and cases, not to be run. */
export function recordedJobs({ scenario, profiles = [], hosts, traces }: RunRecord): RunnableJob[] {
  const files = new Map(Object.entries(traces).map(([name, hash]) => [name, { path: name, hash }]));
  return jobsOf(tasksOf(scenario), { scenario, profiles, hosts }, files);
}

/** The jobs of a scenario with content hashes, and the record of the run they make. */
export async function prepareJobs(
  given: Scenario,
  folder: string,
  command: string,
  onJob?: (done: number, all: number) => void,
): Promise<{ jobs: RunnableJob[]; record: Omit<RunRecord, 'rows'> }> {
  const { ids, profiles } = await resolveHosts(hostNames(given), folder);
  const { scenario, hashes } = await withInputs(withHostIds(given, ids), folder);
  checkRecordSize(scenario);
  const tasks = tasksOf(scenario);
  const files = await readFiles(
    tasks.map(({ task }) => task),
    folder,
  );
  const hosts = Object.fromEntries(
    [...ids.values()].map((id) => [id, contentHash(hostById(id, profiles))]),
  );
  const jobs = jobsOf(tasks, { scenario, profiles, hosts }, files, onJob);
  const record = {
    form: RECORD_FORM,
    virtcost: version,
    scenario,
    scenarioHash: contentHash(scenario),
    traces: {
      ...hashes,
      ...Object.fromEntries([...files].map(([name, { hash }]) => [name, hash])),
    },
    hosts,
    ...(profiles.length > 0 ? { profiles } : {}),
    seed: scenario.seed,
    command,
  };
  return { jobs, record };
}
