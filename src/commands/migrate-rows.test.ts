import { describe, expect, it } from 'vitest';
import { readMigrationInput } from '../formats/migration/index.ts';
import { mergeInputs } from '../formats/migration/merge.ts';
import { proxmoxNew } from '../formats/migration/samples.fixture.ts';
import { migrateWords } from '../messages/migrate.ts';
import { migrateSummaryWords } from '../messages/migrate-summary.ts';
import { answerMigration } from '../model/migration/what-if.ts';
import { type MigrateOptions, questionOf } from '../report/answers/migrate-question.ts';
import { migrationSections } from '../report/sections/migration.ts';
import { exitCodeOf, migrationSentence } from '../report/sections/migration-sentence.ts';
import { migrateSummary } from '../report/summaries/migrate.ts';
import { readFleet } from './migrate/fleet.ts';

const MIB = 2 ** 20;
const GIB = 2 ** 30;
const defaults: MigrateOptions = {
  diskWrites: 100,
  diskSpeed: 5e8,
  zeroShare: 0,
  hotShare: 0.9,
  deviceState: MIB,
  clock: 2.6,
  seed: 1,
};

/** What the command answers to texts of files, in the order of `--from`. */
function ask(texts: string | string[], options: Partial<MigrateOptions> = {}) {
  const files = typeof texts === 'string' ? [texts] : texts;
  const inputs = files.map((text, i) => readMigrationInput(text, `file ${i + 1}`));
  const answer = answerMigration(questionOf({ ...defaults, ...options }, mergeInputs(inputs), []));
  const { eta } = answer.running ?? {};
  const { settings } = answer.question;
  const sentence = String(migrationSentence(answer));
  return { ...answer, eta, settings, sentence, exitCode: exitCodeOf[answer.verdict] };
}

/** The question alone, for what needs no prediction. */
function question(texts: string | string[], options: Partial<MigrateOptions> = {}) {
  const files = typeof texts === 'string' ? [texts] : texts;
  const inputs = files.map((text, i) => readMigrationInput(text, `file ${i + 1}`));
  return questionOf({ ...defaults, ...options }, mergeInputs(inputs), []);
}

interface Look {
  status?: string;
  ms: number;
  sent: number;
  left: number;
  total?: number;
  syncs?: number;
  mbps?: number;
  dirty?: number;
  more?: object;
}

/** One answer of query-migrate; sizes in bytes, `dirty` in pages per second. */
function look({ status = 'active', ms, sent, left, total = 2 * GIB, ...rest }: Look) {
  const { syncs = 1, mbps, dirty, more } = rest;
  const ram = {
    transferred: sent,
    remaining: left,
    total,
    normal: Math.floor(sent / 4096),
    duplicate: 0,
    'dirty-sync-count': syncs,
    'page-size': 4096,
    ...(mbps === undefined ? {} : { mbps }),
    ...(dirty === undefined ? {} : { 'dirty-pages-rate': dirty }),
  };
  return { return: { status, 'total-time': ms, ...more, ram } };
}

const lines = (...values: object[]) => values.map((value) => JSON.stringify(value)).join('\n');

describe('one look at a running migration', () => {
  const converging = { ms: 5000, sent: GIB, left: 512 * MIB, syncs: 3, mbps: 6710.9, dirty: 1000 };
  it('finishes where its own rates say so', () => {
    const { eta, exitCode, sentence } = ask(lines(look(converging)));
    expect(eta).toMatchObject({ verdict: 'completes', seconds: expect.closeTo(0.64, 2) });
    expect(exitCode).toBe(0);
    expect(sentence).toMatch(/^Finishes in about 64\d ms more/);
  });

  it.each([
    ['39,044 pages/s against 866.83 Mbit/s', 39_044, 866.83],
    ['a quarter more than is sent', 33_000, 866],
    ['ten times what is sent', 200_000, 650],
  ])('never finishes where the guest outruns the link: %s', (_name, dirty, mbps) => {
    const seen = { ms: 130_874, sent: 17 * GIB, left: 368 * MIB, total: 8 * GIB, syncs: 6 };
    const { verdict, exitCode, sentence, advice } = ask(lines(look({ ...seen, dirty, mbps })));
    expect([verdict, exitCode]).toEqual(['never', 3]);
    expect(sentence).toMatch(/^Does not finish as it goes/);
    expect(advice.map(({ setting }) => setting)).toContain('postcopy-ram');
  });

  it('is too close to tell where the rates are nearly equal', () => {
    const even = { ...converging, dirty: 200_000 };
    expect(ask(lines(look(even)))).toMatchObject({ verdict: 'too-close', exitCode: 4 });
  });

  it('is unknown without rates, in the first pass, and while nothing was sent', () => {
    const { mbps, dirty, ...bare } = converging;
    const first = { ...converging, syncs: 1, dirty: 0 };
    const setup = { status: 'setup', ms: 0, sent: 0, left: 2 * GIB };
    for (const seen of [bare, first, { ...bare, mbps }, setup]) {
      const { verdict, exitCode, sentence } = ask(lines(look(seen)));
      expect([verdict, exitCode]).toEqual(['unknown', 4]);
      expect(sentence).toMatch(/^Unknown from what was given.*two looks/);
      expect(sentence).not.toMatch(/does not finish/i);
    }
  });

  it('is decided by a guest that the user states', () => {
    const seen = { ...converging, dirty: 0, syncs: 1 };
    expect(ask(lines(look(seen)), { pattern: 'idle' })).toMatchObject({ verdict: 'completes' });
    const busy = { writes: 1e6, workingSet: GIB };
    expect(ask(lines(look(seen)), busy)).toMatchObject({ verdict: 'never', exitCode: 3 });
  });

  it('lends its rates to the guest and the link', () => {
    const { question: asked } = ask(lines(look(converging)));
    expect(asked.settings.linkBandwidth).toBeCloseTo(6710.9e6 / 8, 0);
    expect(asked.guest.dirty[0]!.writesPerS).toBe(1000);
  });
});

describe('a Proxmox log', () => {
  const running = proxmoxNew.slice(0, proxmoxNew.indexOf('2025-01-04 00:34:33'));
  it('decides by the two rates it compares itself, and leaves the rest open', () => {
    expect(ask(running)).toMatchObject({ verdict: 'never', exitCode: 3 });
    const calm = running.replace(', VM dirties lots of memory: 812.0 MiB/s', '');
    expect(ask(calm)).toMatchObject({ verdict: 'unknown', exitCode: 4 });
    expect(ask(proxmoxNew)).toMatchObject({ verdict: 'completed', exitCode: 0 });
  });
});

describe('the status of a migration decides first', () => {
  const at = { ms: 2600, sent: 2 * GIB, left: 0, syncs: 4 };
  it.each([
    ['completed', 'completed', 0],
    ['failed', 'failed', 3],
    ['cancelled', 'cancelled', 3],
    ['cancelling', 'cancelled', 3],
    ['device', 'completes', 0],
    ['pre-switchover', 'completes', 0],
    ['postcopy-active', 'completes', 0],
    ['postcopy-paused', 'never', 3],
  ])('%s is %s, exit code %i', (status, verdict, exitCode) => {
    expect(ask(lines(look({ ...at, status, left: 5 * MIB })))).toMatchObject({ verdict, exitCode });
  });

  it('completed tells the time and the downtime of the file', () => {
    const done = { ...at, status: 'completed', ms: 2249, more: { downtime: 273 } };
    expect(ask(lines(look(done))).sentence).toMatch(/^Completed in 2\.25 s, downtime 273 ms/);
  });

  it('counts as it was last, whatever was active before, whichever file comes first', () => {
    const first = lines(look({ ms: 1000, sent: 800 * MIB, left: 1248 * MIB }));
    const end = lines(look({ ...at, status: 'completed', more: { downtime: 40 } }));
    for (const texts of [`${first}\n${end}`, [first, end], [end, first]]) {
      expect(ask(texts)).toMatchObject({ verdict: 'completed', exitCode: 0 });
    }
  });

  it('a post-copy that completed is no pre-copy that does not finish', () => {
    const pre = look({ ms: 1515, sent: 56e6, left: 212e6, total: 269e6, mbps: 320, dirty: 0 });
    const post = { status: 'postcopy-active', ms: 1627, sent: 57e6, left: 267e6, total: 269e6 };
    const end = { status: 'completed', ms: 2731, sent: 162e6, left: 0, total: 269e6 };
    expect(ask(lines(pre, look(post), look(end))).verdict).toBe('completed');
    expect(ask(lines(pre, look({ ...post, syncs: 2, dirty: 8487 }))).verdict).toBe('completes');
  });

  it('an event of QEMU ends a log as well as an answer does', () => {
    const event = { event: 'MIGRATION', data: { status: 'failed' } };
    expect(ask(lines(look({ ...at, left: MIB }), event))).toMatchObject({ verdict: 'failed' });
  });

  it('a failure carries its reason, and a second try in one log starts anew', () => {
    const error = { 'error-desc': 'Unable to write to socket' };
    const failed = look({ ...at, status: 'failed', ms: 9000, more: error });
    expect(ask(lines(failed)).sentence).toMatch(/^Failed.*Unable to write to socket/);
    const again = look({ ms: 500, sent: GIB, left: GIB, mbps: 8000, dirty: 0 });
    expect(ask(lines(failed, again)).verdict).toBe('unknown');
  });

  it('a guest that QEMU refuses to migrate does not finish', () => {
    const blocked = { return: { 'blocked-reasons': ['vfio device'], status: 'none' } };
    expect(ask(lines(blocked))).toMatchObject({ verdict: 'never', exitCode: 3 });
  });
});

/** Looks every `pollS` at rounds that each end with the same left to send. */
function constantRounds(pollS: number, lengthS: number, roundBytes = 5418 * MIB, keep = 0): string {
  const [total, rate, stepS] = [6 * GIB, 1.94e9, 0.01];
  const looks: object[] = [];
  let [left, sent, syncs] = [total, 0, 1];
  for (let step = 0; step * stepS <= lengthS; step++) {
    if (step % Math.round(pollS / stepS) === 0) {
      const seen = { ms: Math.round(1000 * step * stepS), sent: Math.round(sent), syncs, total };
      looks.push(look({ ...seen, left: Math.max(0, Math.round(left)) }));
    }
    left -= rate * stepS;
    sent += rate * stepS;
    if (left <= keep) {
      syncs++;
      left = Math.max(0, left) + roundBytes;
    }
  }
  return lines(...looks);
}

describe('rounds that end with the same left to send', () => {
  it.each([0.1, 0.3, 0.5, 1, 2, 3.5])('never finish, looked at every %f s', (pollS) => {
    for (const lengthS of [12.2, 16, 21.7, 30]) {
      for (const [round, keep] of [
        [5418 * MIB, 0],
        [5000 * MIB, 300 * MIB],
      ]) {
        const { eta } = ask(constantRounds(pollS, lengthS, round, keep));
        expect([pollS, lengthS, eta!.verdict]).toEqual([pollS, lengthS, 'never']);
      }
    }
  });

  it('finish where each round is clearly smaller than the one before', () => {
    const [total, rate] = [6 * GIB, 1e9];
    let [left, ms, sent] = [total, 0, 0];
    const looks = [look({ ms: 0, sent: 0, left: total, total })];
    for (let round = 1; round <= 3; round++) {
      const took = left / rate;
      ms += 1000 * took;
      sent += left;
      left *= 0.3;
      const seen = { ms: Math.round(ms), sent: Math.round(sent), left: Math.round(left), total };
      looks.push(look({ ...seen, syncs: round + 1 }));
    }
    expect(ask(lines(...looks))).toMatchObject({ verdict: 'completes', exitCode: 0 });
  });
});

describe('readings of dirtied memory', () => {
  const reading = (rate: number, seconds: number, more: object = {}) => ({
    return: {
      status: 'measured',
      'sample-pages': 512,
      'dirty-rate': rate,
      mode: 'page-sampling',
      'calc-time': seconds,
      ...more,
    },
  });
  const small = { ram: GIB, zeroShare: 0.88, maxBandwidth: 64 * MIB };

  it('of one length leave open which guest it is, and with it the verdict', () => {
    for (const [rate, seconds] of [
      [23, 5],
      [24, 4],
      [49, 2],
    ] as const) {
      const answer = ask(lines(reading(rate, seconds)), small);
      expect([answer.verdict, answer.exitCode]).toEqual(['unknown', 4]);
      expect(answer.sentence).toMatch(/^Unknown from what was given, .*: .*% surely finish/);
      expect(answer.range!.completes).toBeGreaterThan(0);
      expect(answer.range!.completes).toBeLessThan(1);
      expect(answer.plan).toBeNull();
    }
  });

  it('that compare contents answer for a guest that rewrites nothing unchanged, and say so', () => {
    const readings = (mode: string, rate: number) =>
      lines(...[1, 4].map((seconds) => reading(rate, seconds, { mode, 'sample-pages': 512 })));
    const sampled = ask(readings('page-sampling', 0), small);
    expect(sampled.sentence).toMatch(/^Finishes, for an assumed guest \(no page rewritten with/);
    const counted = ask(readings('dirty-bitmap', 0), small);
    expect(counted.sentence).toMatch(/^Finishes: /);
    expect(counted.question.assumed).toEqual([]);
  });

  it('of two lengths identify it', () => {
    const exact = { 'sample-pages': 4096 };
    const both = [reading(23, 1, exact), reading(14, 2, exact), reading(6, 5, exact)];
    const answer = ask(lines(...both), { ram: 256 * MIB, maxBandwidth: 64 * MIB });
    expect(answer).toMatchObject({ verdict: 'completes', exitCode: 0 });
    expect(answer.question.assumed).toEqual([migrateWords.assumedChanges()]);
    // 100 MiB that are rewritten without end, read over one second and over four.
    const rewritten = lines(reading(93, 1), reading(24, 4));
    expect(ask(rewritten, small)).toMatchObject({ verdict: 'never', exitCode: 3 });
  });

  it('that count every page are exact: modes dirty-bitmap and dirty-ring sample none', () => {
    const exact = (mode: string) => lines(reading(812, 1, { 'sample-pages': 0, mode }));
    expect(question(exact('dirty-ring')).seen).toEqual(question(exact('dirty-bitmap')).seen);
    const asked = ask(exact('dirty-bitmap'), { ram: 4 * GIB });
    expect(asked).toMatchObject({ verdict: 'never', exitCode: 3 });
    expect(() => ask(lines(reading(1, 1, { 'sample-pages': 0 })))).toThrow(/page-sampling/);
  });

  it('decide where every guest that fits them ends alike', () => {
    const ram = { ram: 4 * GIB };
    expect(ask(lines(reading(1, 1, { 'sample-pages': 4096 })), ram).verdict).toBe('completes');
  });
});

describe('capabilities and parameters of QEMU', () => {
  const caps = (...on: string[]) => ({
    return: on.map((capability) => ({ capability, state: true })),
  });
  const throttle = {
    return: {
      'max-bandwidth': 134_217_728,
      'downtime-limit': 300,
      'cpu-throttle-initial': 60,
      'cpu-throttle-increment': 30,
      'xbzrle-cache-size': GIB,
      'multifd-channels': 8,
    },
  };

  it('mean the same in any order, in one file and in two', () => {
    const on = caps('xbzrle', 'auto-converge', 'postcopy-ram');
    for (const texts of [
      lines(on, throttle),
      lines(throttle, on),
      [lines(on), lines(throttle)],
      [lines(throttle), lines(on)],
    ]) {
      expect(question(texts).settings).toMatchObject({
        autoConverge: { initialPct: 60, incrementPct: 30 },
        xbzrle: { cacheBytes: GIB },
        postcopyAllowed: true,
        postcopyAfterS: null,
      });
    }
  });

  it('are all used: channels, dirty limit, bandwidth of post-copy and of the switch', () => {
    const limits = {
      return: {
        'max-bandwidth': 134_217_728,
        'multifd-channels': 8,
        'vcpu-dirty-limit': 5,
        'max-postcopy-bandwidth': 1_000_000,
        'avail-switchover-bandwidth': 2e9,
        'throttle-trigger-threshold': 40,
        'cpu-throttle-tailslow': true,
      },
    };
    const on = caps('multifd', 'postcopy-ram', 'dirty-limit', 'auto-converge');
    const { settings, ignored, assumed } = question(lines(on, limits));
    expect(ignored.join()).toMatch(
      /post-copy, which is allowed: when it starts is not in the file/,
    );
    expect(assumed.map(String)).toContain('one vCPU under the dirty limit');
    expect(settings).toMatchObject({
      multifdChannels: 8,
      postcopyAllowed: true,
      dirtyLimit: 5 * MIB,
      maxPostcopyBandwidth: 1_000_000,
      switchoverBandwidth: 2e9,
      autoConverge: { triggerPct: 40, tailslow: true },
    });
  });

  it("read libvirt's unlimited, and name what changes the answer and is not used", () => {
    const libvirt = '{"return": {"max-bandwidth": 9223372036853727232}}';
    const running = lines(look({ ms: 1000, sent: 800 * MIB, left: 1248 * MIB }));
    expect(question(`${running}\n${libvirt}`).settings.maxBandwidth).toBe(0);
    const most = '{"return": {"max-bandwidth": 18446744073709551615, "mode": "cpr-reboot"}}';
    const { settings, ignored } = question(`${most}\n${lines(caps('x-ignore-shared', 'events'))}`);
    expect(settings.maxBandwidth).toBe(0);
    expect(ignored.join()).toMatch(/mode cpr-reboot.*x-ignore-shared/);
    expect(ignored.join()).not.toMatch(/events/);
  });
});

describe('what limits the rate', () => {
  const rate = (options: Partial<MigrateOptions>, texts: string[] = []) => {
    const { sentence, settings } = ask(texts, { ram: GIB, pattern: 'idle', ...options });
    return { sentence, cap: settings.maxBandwidth, link: settings.linkBandwidth };
  };

  it('is a link that alone was stated', () => {
    const { sentence, cap, link } = rate({ link: 25 });
    expect([cap, link]).toEqual([0, 3.125e9]);
    expect(sentence).toMatch(/^Finishes: .*over a link of 25 Gbit\/s/);
  });

  it("is QEMU's default, named, where QEMU states nothing or nothing was said", () => {
    const none = '{"return": {"downtime-limit": 300}}';
    for (const texts of [[], [none]]) {
      const { sentence, cap } = rate({}, texts);
      expect(cap).toBe(128 * MIB);
      expect(sentence).toMatch(/capped at 128 MiB\/s, QEMU's default/);
    }
    expect(rate({ link: 25 }, [none]).cap).toBe(128 * MIB);
  });

  it('is what was stated, in a file or by an option', () => {
    expect(rate({ maxBandwidth: 6 * MIB, link: 25 })).toMatchObject({ cap: 6 * MIB });
    const stated = '{"return": {"max-bandwidth": 67108864}}';
    expect(rate({}, [stated]).sentence).toMatch(/capped at 64 MiB\/s;/);
  });
});

describe('a downtime limit of 0', () => {
  it('is told not to be kept: the guest stops after one pass, as under QEMU', () => {
    const guest = { ram: GIB, workingSet: 64 * MIB, writes: 9000, maxBandwidth: 32 * MIB };
    const none = ask([], { ...guest, downtimeLimit: 0 });
    expect(none.sentence).toMatch(/^Finishes: .*QEMU keeps no downtime limit of 0, give 1 ms/);
    expect(ask([], { ...guest, downtimeLimit: 1 }).sentence).toMatch(/^Does not finish/);
  });
});

describe('an assumed guest', () => {
  it('is named as assumed in the sentence, part by part', () => {
    const plain = ask([]);
    expect(plain.sentence).toMatch(
      /^Finishes, for an assumed guest \(4 GiB of memory, 2000 page writes\/s, a working set of 512 MiB\)/,
    );
    expect(ask([], { ram: GIB, writes: 100, workingSet: MIB }).sentence).not.toMatch(/assumed/);
    expect(question([], { ram: GIB, writes: 100 }).assumed.map(String)).toEqual([
      'a working set of 128 MiB',
    ]);
  });

  it('never carries a verdict that its closed form denies', () => {
    const throttled = ask([], {
      ram: GIB,
      workingSet: GIB / 2,
      writes: 60_000,
      autoConverge: true,
      maxBandwidth: 128 * MIB,
    });
    const { verdict, closedForm, throttlePct } = throttled.plan!.prediction;
    expect(verdict).toBe('completes');
    expect(throttlePct).toBeGreaterThan(0);
    expect(['completes', 'too-close']).toContain(closedForm.verdict);
  });
});

describe('answers of kinds that were reported', () => {
  const rates = { ms: 5000, sent: GIB, left: 512 * MIB, syncs: 3, mbps: 6710.9 };

  it.each([
    ['postcopy-recover', 0],
    ['postcopy-recover-setup', 0],
    ['colo', 3],
  ])('status %s decides before a rate that outruns the link', (status, exitCode) => {
    expect(ask(lines(look({ ...rates, status, dirty: 400_000 }))).exitCode).toBe(exitCode);
  });

  it('no migration at all is no answer about an assumed guest', () => {
    for (const text of ['{"return": {}}', 'Job type:         None\n']) {
      const { sentence, exitCode } = ask(text);
      expect(sentence).toMatch(/^Unknown .*no migration runs/);
      expect(exitCode).toBe(4);
      expect(ask(text, { ram: GIB, writes: 1000 }).sentence).toMatch(/^Finishes/);
    }
    const parameters = { return: { 'max-bandwidth': 64 * MIB } };
    expect(ask(lines({ return: {} }, parameters)).sentence).toMatch(/assumed.*capped at 64 MiB/);
  });

  it('an answer with a few parameters alone is read', () => {
    const xbzrle = { return: [{ state: true, capability: 'xbzrle' }] };
    const { settings } = question(lines(xbzrle, { return: { 'xbzrle-cache-size': 256 * MIB } }));
    expect(settings.xbzrle?.cacheBytes).toBe(256 * MIB);
  });

  it('a dirty rate that is still measured is refused by its status', () => {
    const text = lines({ return: { status: 'measuring', 'sample-pages': 512, 'calc-time': 10 } });
    expect(() => ask(text)).toThrow(/was measured, found the status "measuring"/);
  });

  it('time that runs out is not put on the writes of the guest', () => {
    const slow = { ram: 4 * GIB, pattern: 'idle', maxBandwidth: MIB, timeout: 60 } as const;
    const answer = answerMigration(questionOf({ ...defaults, ...slow }, null, []));
    expect(answer.verdict).toBe('never');
    expect(String(migrationSentence(answer))).toMatch(/it is the time allowed that runs out/);
  });
});

describe('advice on a migration', () => {
  it('names settings and no other hypervisor, and one replay shows no range', () => {
    const guest = { ram: 64 * GIB, workingSet: 4 * GIB, writes: 100_000, maxBandwidth: 3000 * MIB };
    const answer = answerMigration(questionOf({ ...defaults, ...guest }, null, []));
    const summary = migrateSummary(answer, migrationSentence(answer));
    expect(answer.verdict).toBe('completes');
    expect(summary.advice.length).toBeGreaterThan(0);
    for (const { action } of summary.advice) expect(String(action)).not.toMatch(/Xen|VMware/);
    const rows = migrationSections(answer).flatMap(({ figures }) => figures[0]?.rows ?? []);
    const blackout = String(rows.find(({ figure }) => figure === 'blackout')?.value);
    expect(/ to /.test(blackout)).toBe(answer.plan!.prediction.replicas > 1);
    const one = migrateSummaryWords.ofReplays({ replays: 1, percent: '100', assumed: '' });
    expect(one.in('en')).toBe('1 replay, which shows no spread; 100 % finish. ');
  });
});

describe('the page of an answer', () => {
  const running = { ms: 5000, sent: GIB, left: 512 * MIB, syncs: 3, mbps: 6710.9, dirty: 1000 };
  const reading = { status: 'measured', 'sample-pages': 512, 'dirty-rate': 23, 'calc-time': 5 };
  it.each([
    ['that finishes', lines(look(running))],
    ['that never finishes', lines(look({ ...running, dirty: 400_000 }))],
    ['in its first pass', lines(look({ ...running, syncs: 1, dirty: 0 }))],
    ['that is over', lines(look({ ...running, status: 'completed', left: 0 }))],
    ['of a guest its readings leave open', lines({ return: reading })],
  ])(
    'of a migration %s has no broken number and no verdict that denies the sentence',
    (_name, text) => {
      const answer = ask(text, { ram: 2 * GIB });
      const sections = migrationSections(answer);
      const words = sections.map((section) => String(section.text)).join('\n');
      expect(words).not.toMatch(/NaN|undefined|\[object|Infinity/);
      if (answer.verdict === 'unknown') expect(words).not.toMatch(/does not finish|Finishes/);
      for (const { rows } of sections.flatMap((section) => section.figures)) {
        expect(JSON.stringify(rows)).not.toMatch(/null/);
      }
    },
  );

  it('of an evacuation leads with the evacuation, and its exit code says who is left', () => {
    const csv = (writes: number) =>
      `name,from,ram,working_set,writes_per_s\na,h,4GiB,1GiB,1000\nb,h,8GiB,6GiB,${writes}\n`;
    const leave = (writes: number) =>
      answerMigration(questionOf({ ...defaults }, null, readFleet(csv(writes), 'f')));
    const stuck = leave(900_000);
    expect(String(migrationSentence(stuck))).toMatch(
      /^Does not empty the hosts: 1 of 2 machines .*\(b\)/,
    );
    expect(exitCodeOf[stuck.verdict]).toBe(3);
    const empty = leave(500);
    expect(String(migrationSentence(empty))).toMatch(
      /^All 2 machines leave in .*capped at 128 MiB\/s/,
    );
    expect(exitCodeOf[empty.verdict]).toBe(0);
    expect(migrationSections(empty)[0]!.figures.map(({ id }) => id)).toEqual([
      'migration-evacuation',
    ]);
  });
});
