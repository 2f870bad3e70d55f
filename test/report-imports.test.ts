import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from './support.ts';

// dependency-cruiser's swc parser does not tell types from values, so this rule is held here.

/** Names of columns and parts, thresholds and limits of figures: modules that import no simulator. */
const constants = [
  'model/scheduling/ready.ts',
  'model/translation/tag-policies.ts',
  'plan/cloud/commitments.ts',
  'plan/cloud/replication-products.ts',
  'plan/cost/cost-parts.ts',
  'plan/horizon.ts',
  'plan/limits/limit.ts',
  'plan/optimize/reclaim-classes.ts',
  'plan/placement/resource.ts',
  'studies/limited.ts',
  'studies/steady/columns.ts',
];

/** Modules of what computes that a source imports for more than their types. */
function computingImports(source: string): string[] {
  const from =
    /^(?:import|export) (?!type\b)[^;]*?from '(?:\.\.\/)+((?:engines|studies|plan|model|kernels)\/[^']*)';/gms;
  return [...source.matchAll(from)]
    .map(([, path]) => path!)
    .filter((path) => !constants.includes(path));
}

/** Closed forms, tables and sentences that a section still takes from below by value: the list may only shrink. */
const takenByValue = [
  'sections/availability.ts imports model/interactions/feature-masks.ts',
  'sections/cpu-topics.ts imports model/interrupts/interrupts.ts',
  'sections/cpu-topics.ts imports model/placement/placement.ts',
  'sections/io-network.ts imports model/io/network/adapter-queues.ts',
  'sections/io-network.ts imports model/io/network/bond-failover.ts',
  'sections/io-network.ts imports model/io/network/services.ts',
  'sections/io-storage.ts imports model/io/storage/modes.ts',
  'sections/io-storage.ts imports model/io/storage/tiers.ts',
  'sections/io-storage.ts imports model/io/storage/transports.ts',
  'sections/io-switch.ts imports model/io/network/flow-cache.ts',
  'sections/io-switch.ts imports model/io/network/forwarding.ts',
  'sections/kubernetes.ts imports model/containers/kubernetes/quota.ts',
  'sections/levels.ts imports model/levels/desktops.ts',
  'sections/levels.ts imports model/levels/levels.ts',
];

it('what draws a page imports no model, plan, study or kernel but for types and constants', () => {
  const files = readdirSync(join(root, 'src/report'), { recursive: true, encoding: 'utf8' }).filter(
    (name) => /(?<!\.test)\.ts$/.test(name) && !/^(?:answers|client)\//.test(name),
  );
  expect(files.length).toBeGreaterThan(40);
  const found = files.flatMap((name) =>
    computingImports(readFileSync(join(root, 'src/report', name), 'utf8')).map(
      (path) => `${name} imports ${path}`,
    ),
  );
  expect([...found].sort()).toEqual([...takenByValue].sort());
});

it('constants import nothing that computes', () => {
  for (const name of constants) {
    expect(computingImports(readFileSync(join(root, 'src', name), 'utf8'))).toEqual([]);
  }
});

it('an import of a value is found among imports of types, over several lines too', () => {
  const types = "import type { A } from '../../model/a.ts';\n";
  expect(computingImports(types)).toEqual([]);
  expect(computingImports(`${types}import { b } from '../../model/b.ts';\n`)).toEqual([
    'model/b.ts',
  ]);
  const several = "import {\n  type C,\n  d,\n} from '../plan/d.ts';\n";
  expect(computingImports(types + several)).toEqual(['plan/d.ts']);
  expect(computingImports("export { e } from '../kernels/e/index.ts';\n")).toEqual([
    'kernels/e/index.ts',
  ]);
});
