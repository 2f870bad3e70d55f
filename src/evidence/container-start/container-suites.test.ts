import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { bundledData } from '../bundled.ts';
import { containerDensity } from '../container-density/index.ts';
import { containerLayers } from '../container-layers/index.ts';
import { validateSuite } from '../repeatability.ts';
import type { Suite } from '../suite.ts';
import { containerStart } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtcost-containers-'));
afterAll(() => rmSync(folder, { recursive: true }));

const bundled = (name: string) =>
  JSON.parse(gunzipSync(readFileSync(bundledData(`containers/${name}`))).toString('utf8'));
function written(name: string, document: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(document));
  return path;
}

/** Cases outside their bound, as docs/model/containers.md names them. */
const known: [Suite, number, string[]][] = [
  [
    containerStart,
    140,
    ['seccomp/linear_20 syscall_after_ns', 'seccomp/tree_100 syscall_after_ns'],
  ],
  [containerLayers, 230, ['xfs-1024m-write1-warm call_us']],
  [containerDensity, 80, []],
];

describe('recorded containers', () => {
  it.each(known.map((row) => [row[0].id, ...row] as const))(
    '%s is within its bounds but for what the page names',
    async (_, suite, least, misses) => {
      const { cases } = await validateSuite(suite, {});
      expect(cases.length).toBeGreaterThan(least);
      expect(cases.filter(({ pass }) => !pass).map(({ id, metric }) => `${id} ${metric}`)).toEqual(
        misses,
      );
    },
  );

  it('combinations of namespaces follow from the single ones within 15 %', async () => {
    const { cases } = await validateSuite(containerStart, {});
    const sets = cases.filter(({ id }) => /^clone\/(mnt|ipc|without_net|all_with_user)$/.test(id));
    expect(sets.length).toBe(12);
    for (const { error } of sets) expect(Math.abs(error ?? 1)).toBeLessThan(0.15);
  });

  it('are predicted alike without anything measured', async () => {
    const start = (bundled('start.json.gz') as Record<string, unknown>[]).map((entry) =>
      Object.fromEntries(
        Object.entries(entry).filter(([key]) => !/_(us|ns)$/.test(key) || key === 'gap_us'),
      ),
    );
    expect(await containerStart.predict({ data: written('start.json', start) })).toEqual(
      await containerStart.predict({}),
    );
    const layers = bundled('layers.json.gz');
    const bare = {
      copy_up: layers.copy_up.map(({ runs: _, ...entry }: { runs: unknown }) => entry),
      lookups: layers.lookups.map(({ layers: count, rep }: { layers: number; rep: number }) => ({
        layers: count,
        rep,
      })),
      sharing: layers.sharing.map(({ case: name, pages }: { case: string; pages: number }) => ({
        case: name,
        pages,
      })),
    };
    expect(await containerLayers.predict({ data: written('layers.json', bare) })).toEqual(
      await containerLayers.predict({}),
    );
    const density = (
      bundled('density.json.gz') as { kind: string; n: number; after?: boolean }[]
    ).map(({ kind, n, after }) => ({ kind, n, ...(after ? { after } : {}) }));
    expect(await containerDensity.predict({ data: written('density.json', density) })).toEqual(
      await containerDensity.predict({}),
    );
  });

  it.each([
    [containerStart, {}, 'a list of steps'],
    [containerStart, [{ step: 7, name: 'x' }], '0.step'],
    [containerLayers, { copy_up: [{ id: 'a', fs: 'zfs' }] }, 'copy_up.0.fs'],
    [containerDensity, [{ kind: 'busybox', n: -1 }], '0.n'],
  ] as [Suite, unknown, string][])('refuses %#: %j', async (suite, document, message) => {
    const data = written('wrong.json', document);
    await expect(suite.predict({ data })).rejects.toThrow(message);
  });
});
