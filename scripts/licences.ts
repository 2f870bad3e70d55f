// Writes docs/licences.md: what runs and what travels along, with its licence. Fails on a licence nobody has looked at,
// on a package without one, and on one that has to run a script to be installed. `--check` writes nothing and fails
// where the page is out of date.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

interface LockedPackage {
  version?: string;
  license?: string;
  dev?: boolean;
  devOptional?: boolean;
  optional?: boolean;
  hasInstallScript?: boolean;
}

/** Licences that let virtcost use, change and pass on what is under them. */
const known = new Set([
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'Apache-2.0',
  'Unlicense',
]);

const root = fileURLToPath(new URL('..', import.meta.url));
const page = `${root}docs/licences.md`;

export function runtimePackages(lock: { packages: Record<string, LockedPackage> }) {
  return Object.entries(lock.packages)
    .filter(([path, { dev, devOptional }]) => path !== '' && !dev && !devOptional)
    .map(([path, entry]) => ({ name: path.replace(/^.*node_modules\//, ''), ...entry }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** What must not be shipped, one line each. */
export function problemsOf(packages: ReturnType<typeof runtimePackages>): string[] {
  return packages.flatMap(({ name, version, license, hasInstallScript }) => [
    ...(license && known.has(license)
      ? []
      : [`${name} ${version}: licence ${license ?? 'not stated'} is not among those looked at`]),
    ...(hasInstallScript ? [`${name} ${version}: runs a script when it is installed`] : []),
  ]);
}

/** What data may travel under, beside the licences of packages: recorded or made for virtcost; numbers quoted with their source. */
const OWN = 'own';
const FACTS = 'quoted facts';
const dataLicences = new Set([...known, OWN, FACTS]);

interface Data {
  /** A file, or a folder with all in it; the first that fits a file counts. */
  path: string;
  licence: string;
  /** The file beside it that says where it is from. */
  source: string;
}

const evidence = 'src/evidence/data';

/** All data that travels along. */
export const shippedData: readonly Data[] = [
  { path: 'examples/guests/', licence: OWN, source: 'examples/guests/SOURCE.md' },
  {
    path: 'examples/inventory/rvtools-workshop.xlsx',
    licence: 'MIT',
    source: 'examples/inventory/SOURCE.md',
  },
  {
    path: 'examples/inventory/bitbrains-small/',
    licence: 'MIT',
    source: 'examples/inventory/SOURCE.md',
  },
  {
    path: 'examples/inventory/instances.csv',
    licence: 'Apache-2.0',
    source: 'examples/inventory/SOURCE.md',
  },
  { path: 'examples/traces/', licence: OWN, source: 'examples/traces/SOURCE.md' },
  { path: 'examples/hosts/lat-mem-rd.txt', licence: OWN, source: 'examples/hosts/SOURCE.md' },
  { path: 'examples/hosts/', licence: FACTS, source: 'examples/hosts/SOURCE.md' },
  { path: 'examples/', licence: OWN, source: 'README.md' },
  { path: `${evidence}/containers/`, licence: OWN, source: `${evidence}/containers/README.md` },
  { path: `${evidence}/guest-memory/`, licence: OWN, source: `${evidence}/guest-memory/README.md` },
  { path: `${evidence}/linux-ksm/`, licence: OWN, source: `${evidence}/linux-ksm/README.md` },
  {
    path: `${evidence}/linux-ksm-time/`,
    licence: OWN,
    source: `${evidence}/linux-ksm-time/README.md`,
  },
  { path: `${evidence}/io/l2lru-pages.json`, licence: OWN, source: `${evidence}/io/README.md` },
  { path: `${evidence}/io/`, licence: FACTS, source: `${evidence}/io/README.md` },
  {
    path: `${evidence}/memory/oracle-walk2d.json`,
    licence: OWN,
    source: `${evidence}/memory/SOURCE.md`,
  },
  { path: `${evidence}/memory/`, licence: FACTS, source: `${evidence}/memory/SOURCE.md` },
  {
    path: `${evidence}/planetlab/`,
    licence: 'Apache-2.0',
    source: `${evidence}/planetlab/SOURCE.md`,
  },
  { path: `${evidence}/qcow2-map.`, licence: OWN, source: `${evidence}/qcow2-map.README.md` },
  { path: `${evidence}/peers/`, licence: OWN, source: `${evidence}/peers/SOURCE.md` },
  { path: `${evidence}/qemu-`, licence: OWN, source: `${evidence}/qemu-migration.SOURCE.md` },
  {
    path: `${evidence}/cpu-reference.`,
    licence: FACTS,
    source: `${evidence}/cpu-reference.SOURCE.md`,
  },
  { path: `${evidence}/capacity-`, licence: FACTS, source: `${evidence}/capacity.SOURCE.md` },
];

/** Files of data below a folder; what says where they are from is not data. */
const dataFiles = (folder: string): string[] =>
  readdirSync(`${root}${folder}`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.md'))
    .map((entry) => `${entry.parentPath.slice(root.length)}/${entry.name}`)
    .sort();

/** Files of data nobody has looked at, of an unknown licence, or without a source; and entries nothing fits. One line each. */
export function problemsOfData(files: readonly string[], list: readonly Data[]): string[] {
  const entryOf = (file: string) => list.find(({ path }) => file.startsWith(path));
  return [
    ...files.flatMap((file) => (entryOf(file) ? [] : [`${file}: data without a licence`])),
    ...list.flatMap(({ path, licence, source }) => [
      ...(dataLicences.has(licence)
        ? []
        : [`${path}: licence ${licence} is not among those looked at`]),
      ...(existsSync(`${root}${source}`) ? [] : [`${path}: no ${source} says where it is from`]),
      ...(files.some((file) => entryOf(file)?.path === path) ? [] : [`${path}: no such data`]),
    ]),
  ];
}

/** Versions that are not exact, one line each. */
export function loosePins(manifest: Record<string, unknown>): string[] {
  const kinds = ['dependencies', 'devDependencies', 'optionalDependencies', 'overrides'];
  return kinds.flatMap((kind) =>
    Object.entries((manifest[kind] ?? {}) as Record<string, string>).flatMap(([name, version]) =>
      /^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)
        ? []
        : [`${name} ${version} of ${kind}: not one exact version`],
    ),
  );
}

function pageOf(packages: ReturnType<typeof runtimePackages>): string {
  const seen = new Map(packages.map((one) => [`${one.name} ${one.version}`, one]));
  const rows = [...seen.values()].map(
    ({ name, version, license, optional }) =>
      `| ${name} | ${version} | ${license} | ${optional ? 'optional' : ''} |`,
  );
  return `# Licences

Written by \`npx tsx scripts/licences.ts\` from package-lock.json; \`npm run check\` fails where it is out of date, on a licence that
is not among ${[...known].join(', ')}, on a package that needs a script to be installed, on a version that is
not exact, and on data whose licence nobody has looked at.
A bill of materials in a standard form: \`npm sbom --omit dev --sbom-format cyclonedx\`.

## Packages that run

| package | version | licence | |
|---|---|---|---|
${rows.join('\n')}

## Data that travels along

*own*: recorded or made for virtcost and under its licence. *quoted facts*: single published numbers, each with the place it was read at.

| data | licence | where it is from |
|---|---|---|
${shippedData.map(({ path, licence, source }) => `| ${path} | ${licence} | ${source} |`).join('\n')}
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const packages = runtimePackages(JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8')));
  const files = ['examples', evidence].flatMap(dataFiles);
  const problems = [
    ...problemsOf(packages),
    ...problemsOfData(files, shippedData),
    ...loosePins(JSON.parse(readFileSync(`${root}package.json`, 'utf8'))),
  ];
  const text = pageOf(packages);
  if (process.argv.includes('--check')) {
    if (readFileSync(page, 'utf8') !== text) problems.push('docs/licences.md is out of date');
  } else if (problems.length === 0) writeFileSync(page, text);
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  if (problems.length > 0) process.exitCode = 1;
}
