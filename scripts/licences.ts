// Writes docs/licences.md: what runs and what travels along, with its licence. Fails on a licence nobody has looked at,
// on a package without one, and on one that has to run a script to be installed. `--check` writes nothing and fails
// where the page is out of date.
import { readFileSync, writeFileSync } from 'node:fs';
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

/** Packages whose install script only builds a faster part of what works without it. */
const scriptNotNeeded = new Set(['msgpackr-extract']);

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
    ...(hasInstallScript && !scriptNotNeeded.has(name)
      ? [`${name} ${version}: runs a script when it is installed`]
      : []),
  ]);
}

/** Data in the repository, and the file beside it that says where it is from. */
const data: readonly (readonly [string, string])[] = [
  ['examples/guests', 'examples/guests/SOURCE.md'],
  ['examples/inventory', 'examples/inventory/SOURCE.md'],
  ['examples/traces', 'examples/traces/SOURCE.md'],
  ['src/evidence/data', 'src/evidence/data/*.md'],
];

function pageOf(packages: ReturnType<typeof runtimePackages>): string {
  const seen = new Map(packages.map((one) => [`${one.name} ${one.version}`, one]));
  const rows = [...seen.values()].map(
    ({ name, version, license, optional }) =>
      `| ${name} | ${version} | ${license} | ${optional ? 'optional' : ''} |`,
  );
  return `# Licences

Written by \`npx tsx scripts/licences.ts\` from package-lock.json; \`npm run check\` fails where it is out of date, on a licence that
is not among ${[...known].join(', ')}, and on a package that needs a script to be installed.
A bill of materials in a standard form: \`npm sbom --omit dev --sbom-format cyclonedx\`.

## Packages that run

| package | version | licence | |
|---|---|---|---|
${rows.join('\n')}

## Data that travels along

| data | where it is from |
|---|---|
${data.map(([folder, source]) => `| ${folder} | ${source} |`).join('\n')}
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const packages = runtimePackages(JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8')));
  const problems = problemsOf(packages);
  const text = pageOf(packages);
  if (process.argv.includes('--check')) {
    if (readFileSync(page, 'utf8') !== text) problems.push('docs/licences.md is out of date');
  } else if (problems.length === 0) writeFileSync(page, text);
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  if (problems.length > 0) process.exitCode = 1;
}
