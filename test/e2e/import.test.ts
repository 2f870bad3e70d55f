import { expect, it } from 'vitest';
import { root, virtcost } from '../support.ts';

const fixture = `${root}src/formats/guest-stats/fixtures/perf-kvm-stat.vmx.txt`;

it('import prints one JSON document, or the table and the events block', async () => {
  const json = await virtcost(['import', fixture, '--seconds', '10', '--json']);
  expect(json.code).toBe(0);
  expect(JSON.parse(json.stdout)).toMatchObject({
    stats: { format: 'perf-kvm-stat' },
    attribution: { exits: 10000, unattributed: 100 },
    scenarioEvents: { 'hlt-wake': 0.4 },
  });
  const text = await virtcost(['import', fixture, '--seconds', '10']);
  expect(text.stdout).toContain('events:\n  hlt-wake: 0.4\n');
  expect(text.stderr).toContain('idle (never overhead)');
});

it('import refuses foreign files, folders and unknown formats with exit code 2', async () => {
  for (const args of [
    [`${root}package.json`],
    [root],
    [fixture, '--input-format', 'nope'],
    ['/nowhere'],
  ]) {
    const { code, stdout, stderr } = await virtcost(['import', ...args]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  }
});

it('formats lists every reader', async () => {
  const { stdout } = await virtcost(['formats', '--json']);
  const ids = JSON.parse(stdout).formats.map((entry: { id: string }) => entry.id);
  expect(ids).toEqual(
    expect.arrayContaining(['perf-kvm-stat', 'esxtop', 'lackey', 'qcow2', 'vscsi']),
  );
});
