import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';

const root = new URL('..', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'virtcost-blocks-'));
afterAll(() => rmSync(folder, { recursive: true }));

const image = join(folder, 'disk.qcow2');
const packed = readFileSync(join(root, 'src/formats/qcow2/fixtures/c4k.qcow2.gz'));
writeFileSync(image, gunzipSync(packed));

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'dist/cli.js'), 'blocks', ...args],
    { encoding: 'utf8' },
  );
  return { status, stdout, stderr };
}

describe('virtcost blocks', () => {
  it('inspects an image as one JSON document, map included when asked for', () => {
    const plain = JSON.parse(run('inspect', image, '--json').stdout);
    expect(plain.check).toMatchObject({ leaks: 0, corruptions: 0 });
    const full = JSON.parse(run('inspect', image, '--map', '--json').stdout);
    expect(full.map.length).toBe(plain.map.extents);
    expect(full.inspection.map).toEqual(plain.map);
  });

  it('leaves the image as it was', () => {
    const before = readFileSync(image);
    run('inspect', image);
    expect(readFileSync(image).equals(before)).toBe(true);
  });

  it('replays a trace under several disciplines', () => {
    const trace = join(folder, 'trace.csv');
    writeFileSync(trace, '0,W,0,4096,1\n0,R,0,4096,2\n0,W,65536,8192,3\n1,W,0,4096,4\n');
    const { stdout, stderr } = run('replay', trace, '--size', '1G', '--json');
    const { results } = JSON.parse(stdout);
    expect(results.map((row: { discipline: string }) => row.discipline)).toContain('qcow2');
    for (const row of results) expect(row).toMatchObject({ guestReads: 1, guestWriteBytes: 12288 });
    expect(stderr).toContain('1 access of other disks left out');
  });

  it('writes a page that stands alone', () => {
    const page = join(folder, 'page.html');
    const job = ['--job', 'rand', '--size', '64M', '--requests', '500', '--discipline', 'cow,row'];
    expect(run('replay', ...job, '--html', page).status).toBe(0);
    expect(readFileSync(page, 'utf8')).toContain('Copy-on-write');
  });

  it.each([
    [['inspect', join(folder, 'gone')], 'no such file'],
    [['inspect', folder], 'a regular file'],
    [['replay'], 'either a trace file or --job'],
    [['replay', '--job', 'rand', '--discipline', 'nonsense'], 'expected disciplines'],
    [['replay', '--job', 'rand', '--device', 'tape'], 'expected a device'],
    [['replay', '--job', 'rand', '--block', '3000'], 'a power of two'],
    [['schedule', '--pattern', 'x'], 'expected a pattern'],
    [['clones', '--cluster', '1000'], 'a power of two'],
    [['thin', '--pool', '0', '--disks', '1', '--size', '1G'], 'above 0'],
    [['move', '--data', '1G', '--method', 'x'], 'expected a method'],
    [['flatten', '--depth', '4', '--bytes', '1G', '--held', '2'], 'a share from 0 to 1'],
  ])('answers %j with one message and exit code 2', (args, message) => {
    const { status, stdout, stderr } = run(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('    at ');
    expect(stdout).toBe('');
  });

  it('writes nothing when the trace is broken in the middle', () => {
    const trace = join(folder, 'broken.csv');
    const page = join(folder, 'broken.html');
    writeFileSync(trace, '0,W,0,4096,1\n0,X,0,4096,2\n');
    const { status, stderr } = run('replay', trace, '--html', page);
    expect([status, existsSync(page)]).toEqual([2, false]);
    expect(stderr).toContain('broken.csv:2: expected R or W');
  });

  it('lists its commands in its help', () => {
    const help = execFileSync(process.execPath, [join(root, 'dist/cli.js'), 'blocks', '--help'], {
      encoding: 'utf8',
    });
    for (const name of [
      'inspect',
      'measure',
      'replay',
      'clones',
      'schedule',
      'flatten',
      'thin',
      'move',
    ]) {
      expect(help).toContain(name);
    }
  });
});
