// Scenarios of about so many tiny cells, one for each study: many rows for little simulation.
const list = (count: number, text: (i: number) => string) =>
  Array.from({ length: Math.max(1, count) }, (_, i) => text(i)).join(', ');

const TECHNIQUES =
  '[bare-metal, container, emulation, full, para, hardware-gen1, hardware, hardware-sriov, nested]';
const HOSTS = [
  ...['xeon-e3-kvmperf-2013', 'cascade-lake-sp-2019', 'epyc-zen3-2021', 'sapphire-rapids-2023'],
  ...['nehalem-ep-2009', 'westmere-ep-2010', 'sandy-bridge-ep-2012', 'haswell-ep-2014'],
  ...['broadwell-ep-2016', 'skylake-sp-2017', 'ice-lake-sp-2021', 'epyc-zen1-2017'],
];

/** How a study is asked many times over: its VMs and how many cells one choice of their lists makes. */
interface Tiny {
  hosts: number;
  /** Of one host and one choice of a VM. */
  cells: number;
  /** Choices of a VM for each of its loads. */
  streams: number;
  /** Kinds of VMs, each with as many loads. */
  vms: (loads: number) => string[];
}

const KINDS = 2;
/** More cells a scenario may not have. */
const MOST_CELLS = 1_000_000;

const loads = (count: number) => `[${list(count, (i) => ((i + 1) / (count + 1)).toFixed(5))}]`;
const sizes = (count: number, from: number) => `[${list(count, (i) => `${from + i}MiB`)}]`;
const STREAMS = 50;

export const tinyStudies: Readonly<Record<string, Tiny>> = {
  steady: {
    ...{ hosts: 3, cells: 27, streams: STREAMS },
    vms: (count) =>
      ['uniform', 'zipf'].map(
        (kind) => `name: ${kind}
    load: ${loads(count)}
    workload: { pattern: { kind: ${kind}, footprint: ${sizes(STREAMS, 8)}, accesses: 2000 }, instructionsPerAccess: 40, events: server }`,
      ),
  },
  migration: {
    ...{ hosts: 12, cells: 18, streams: STREAMS },
    vms: (count) =>
      ['uniform', 'hotcold'].map(
        (pattern) => `name: ${pattern}
    memory: 4MiB
    preset: small-database
    load: ${loads(count)}
    writes: { pattern: ${pattern}, workingSet: 1MiB, rate: [${list(STREAMS, (i) => `${10 + i}`)}] }`,
      ),
  },
  sharing: {
    ...{ hosts: 12, cells: 18, streams: 1 },
    vms: (count) =>
      ['alike', 'apart'].map(
        (name, i) => `name: ${name}
    memory: 1MiB
    preset: small-database
    load: ${loads(count)}
    contents: { shared: ${i === 0 ? 0.4 : 0.1} }`,
      ),
  },
  disks: {
    ...{ hosts: 12, cells: 9, streams: STREAMS },
    vms: (count) =>
      ['qcow2', 'vmfs-sparse'].map(
        (discipline) => `name: ${discipline}
    preset: small-database
    load: ${loads(count)}
    disk: { used: ${sizes(STREAMS, 64)}, discipline: ${discipline} }`,
      ),
  },
};

/** A scenario of about so many cells of a study, and no more than one may have. */
export function tinyScenario(study: string, cells: number): string {
  const tiny = tinyStudies[study];
  if (!tiny) throw new Error(`expected one of ${Object.keys(tinyStudies).join(', ')}`);
  const ofOneLoad = KINDS * tiny.hosts * tiny.cells * tiny.streams;
  const most = Math.floor(MOST_CELLS / ofOneLoad);
  const count = Math.min(most, Math.max(1, Math.round(cells / ofOneLoad)));
  return `name: tiny
studies: [${study}]
hosts: [${HOSTS.slice(0, tiny.hosts).join(', ')}]
techniques: ${TECHNIQUES}
pages: [4K/4K, 4K/2M, 2M/2M]
vms:
${tiny
  .vms(count)
  .map((text) => `  - ${text}`)
  .join('\n')}
`;
}
