import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { answerMigration } from '../model/migration/what-if.ts';
import { questionOf } from '../report/answers/migrate-question.ts';
import { migrationSections } from '../report/sections/migration.ts';
import { readFleet } from './migrate/fleet.ts';
import { queryQemu } from './migrate/qmp-socket.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtcost-migrate-'));
const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true });
});

const disks = { diskWrites: 100, diskSpeed: 5e8 };
const defaults = {
  ...disks,
  zeroShare: 0,
  hotShare: 0.9,
  deviceState: 2 ** 20,
  clock: 2.6,
  seed: 1,
};

/** A QEMU that answers; returns the commands it was sent. */
function fakeQemu(name: string, answer: (command: string, look: number) => unknown) {
  const path = join(folder, name);
  const asked: string[] = [];
  const server = createServer((socket) => {
    socket.write('{"QMP": {"version": {}, "capabilities": []}}\n');
    socket.on('data', (chunk) => {
      for (const line of String(chunk).trim().split('\n')) {
        const { execute, id } = JSON.parse(line) as { execute: string; id: unknown };
        asked.push(execute);
        const looks = asked.filter((command) => command === 'query-migrate').length;
        const value = execute === 'qmp_capabilities' ? {} : answer(execute, looks);
        const body = value === null ? { error: { desc: 'unknown' } } : { return: value };
        socket.write(`{"event": "RTC_CHANGE"}\n${JSON.stringify({ ...body, id })}\n`);
      }
    });
  });
  servers.push(server);
  return new Promise<{ path: string; asked: string[] }>((resolve) => {
    server.listen(path, () => resolve({ path, asked }));
  });
}

describe('virtcost migrate', () => {
  it('asks a running QEMU nothing but queries', async () => {
    const { path, asked } = await fakeQemu('qemu.sock', (command, look) => {
      if (command === 'query-dirty-rate') return null;
      if (command === 'query-migrate-parameters') return { 'max-bandwidth': 1e8 };
      if (command === 'query-migrate-capabilities') return [];
      const ram = { transferred: look * 1e7, remaining: 1e9 - look * 1e7, total: 1e9 };
      return { status: 'active', 'total-time': 100 * look, ram };
    });
    const text = await queryQemu(path, 3, 5);
    expect(text.split('\n')).toHaveLength(5);
    expect(asked.every((command) => /^(query-|qmp_capabilities$)/.test(command))).toBe(true);
  });

  it('reports a socket that talks something else', async () => {
    const path = join(folder, 'web.sock');
    const server = createServer((socket) => socket.write('HTTP/1.1 400 Bad Request\n'));
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(path, resolve));
    await expect(queryQemu(path, 1, 1)).rejects.toThrow(/expected JSON/);
    await expect(queryQemu(join(folder, 'none.sock'), 1, 1)).rejects.toThrow(/ENOENT/);
  });

  it('writes sections without a broken number, hostile names escaped', () => {
    const csv = 'name,from,ram,working_set,writes_per_s\n"<script>x</script>",h,8GiB,1GiB,2000\n';
    const question = questionOf(
      { ...defaults, ram: 2 ** 32, writes: 9000, disk: 2 ** 35 },
      null,
      readFleet(csv, 'f'),
    );
    const sections = migrationSections(answerMigration(question));
    const text = sections.map((section) => section.text.text).join('\n');
    expect(text).not.toMatch(/NaN|undefined|\[object|Infinity|<script>/);
    expect(text).toMatch(/With its disk it /);
    const charts = sections.flatMap((section) => section.figures);
    expect(charts.map(({ id }) => id)).toContain('migration-evacuation');
    for (const chart of charts) {
      expect(chart.rows.length).toBeGreaterThan(0);
      expect(JSON.stringify(chart.rows)).not.toMatch(/null/);
    }
  });

  it('predicts never in words, with what would change it', () => {
    const question = questionOf(
      { ...defaults, ram: 2 ** 33, workingSet: 2 ** 32, writes: 90_000 },
      null,
      [],
    );
    const answer = answerMigration(question);
    expect(answer.verdict).toBe('never');
    expect(answer.advice.map(({ setting }) => setting)).toContain('auto-converge');
    expect(answer.plan?.policies.find(({ policy }) => policy.startsWith('cold'))?.verdict).toBe(
      'completes',
    );
  });

  it.each([
    ['no machines', 'name,ram\n', /1 to 5000 machines/],
    ['no size', 'name,ram\nx,\n', /ram from 1MiB/],
    ['negative writes', 'name,ram,writes_per_s\nx,1GiB,-4\n', /writes_per_s/],
    ['a set beyond the RAM', 'name,ram,working_set\nx,1GiB,2GiB\n', /working_set/],
    ['a strange pattern', 'name,ram,working_set,pattern\nx,1GiB,1MiB,wild\n', /pattern/],
    ['broken quotes', 'name,ram\n"x,1GiB\n', /a CSV table/],
  ])('refuses a fleet with %s', (_name, text, message) => {
    expect(() => readFleet(text, 'fleet.csv')).toThrow(message);
  });
});

const run = promisify(execFile);
const cli = new URL('../../dist/cli.js', import.meta.url).pathname;

describe('the example fleet', () => {
  it('is read whole', () => {
    const path = new URL('../../examples/evacuation.csv', import.meta.url).pathname;
    const fleet = readFleet(readFileSync(path, 'utf8'), path);
    expect(fleet.map(({ name }) => name)).toContain('database');
  });
});

describe.runIf(existsSync(cli))('the built command', () => {
  it('prints one JSON document and writes a page; bad input exits with 2 and writes nothing', async () => {
    const page = join(folder, 'page.html');
    const words = ['migrate', '--ram', '2GiB', '--writes', '3000', '--json', '--html', page];
    const { stdout } = await run(process.execPath, [cli, ...words]);
    expect(JSON.parse(stdout).prediction.verdict).toBe('completes');
    const html = readFileSync(page, 'utf8');
    expect(html).toContain('Rounds of pre-copy');
    const main = html.slice(html.indexOf('<main>'), html.indexOf('</main>'));
    expect(main).not.toMatch(/NaN|undefined|\[object|Infinity/);

    const log = join(folder, 'bad.json');
    writeFileSync(log, '{"return": {"total-time": 1, "ram": {"transferred": -1}}}');
    const none = join(folder, 'none.html');
    const failed = await run(process.execPath, [
      cli,
      'migrate',
      '--from',
      log,
      '--html',
      none,
    ]).catch((error: { code: number; stderr: string }) => error);
    expect(failed).toMatchObject({ code: 2 });
    expect(failed.stderr.trim().split('\n')).toHaveLength(1);
    expect(existsSync(none)).toBe(false);
  });
});
