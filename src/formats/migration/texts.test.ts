import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { damage, damaged } from '../../../test/damage.ts';
import { UserError } from '../../errors.ts';
import { etaOf } from '../../model/migration/eta.ts';
import { readMigrationInput } from './index.ts';
import { mergeInputs } from './merge.ts';
import * as samples from './samples.fixture.ts';

const MIB = 2 ** 20;
const read = (...texts: string[]) =>
  mergeInputs(texts.map((text, i) => readMigrationInput(text, `file ${i + 1}`)))!;

describe('info migrate of the human monitor', () => {
  it('is one look in the layout up to QEMU 10.0', () => {
    const { status, samples: looks, ramBytes, format } = read(samples.hmpOld);
    expect([status, format, ramBytes]).toEqual(['active', 'hmp', 8_388_864 * 1024]);
    expect(looks).toEqual([
      {
        status: 'active',
        seconds: 130.874,
        transferredBytes: 18_197_383 * 1024,
        remainingBytes: 376_892 * 1024,
        totalBytes: 8_388_864 * 1024,
        syncs: 6,
        pagesSent: 1_678_265 + 4_536_795,
        sentBytesPerS: 866.83e6 / 8,
        dirtiedBytesPerS: 39_044 * 4096,
      },
    ]);
  });

  it('is one look in the layout since QEMU 10.1, with tabs, with and without what -a adds', () => {
    const bare = samples.hmpNew.slice(0, samples.hmpNew.indexOf('Globals'));
    for (const text of [samples.hmpNew, bare, bare.replace(/: +/g, ': \t\t')]) {
      expect(read(text).samples).toEqual([
        {
          status: 'active',
          seconds: 6.092,
          transferredBytes: 2.5 * 2 ** 30,
          remainingBytes: 278 * MIB,
          totalBytes: Math.round(8.13 * 2 ** 30),
          syncs: 3,
          pagesSent: 655_360 + 1_946_319,
          sentBytesPerS: 1169.84e6 / 8,
          dirtiedBytesPerS: 4000 * 4096,
        },
      ]);
    }
  });

  it('reads sizes in KiB as QEMU 10.1 wrote them before its release', () => {
    const text = `Status: active
Time (ms): total=3040, setup=4, exp_down=300
RAM info:
  Bandwidth (mbps): 10.51
  Sizes (KB): psize=4, total=4211528,
    transferred=3979, remain=4206452,
    precopy=3978, multifd=0, postcopy=0
  Pages: normal=992, zero=277, rate_per_sec=320
  Others: dirty_syncs=1
`;
    expect(read(text).samples[0]).toMatchObject({
      remainingBytes: 4_206_452 * 1024,
      transferredBytes: 3979 * 1024,
      pagesSent: 1269,
      syncs: 1,
    });
  });

  it('may be quoted in a mail, come twice, through QMP, and with terminal escapes', () => {
    const later = samples.hmpOld.replace('130874', '131874').replace('376892', '370000');
    const quoted = (samples.hmpOld + later).replace(/^/gm, '> ').replaceAll('\n', '\r\n');
    expect(read(quoted).samples).toHaveLength(2);
    const passed = JSON.stringify({ return: samples.hmpOld.replaceAll('\n', '\r\n') });
    expect(read(passed).samples).toHaveLength(1);
    expect(read(`(qemu) i\u001b[K\u001b[Dinfo migrate\n${samples.hmpOld}`).status).toBe('active');
  });

  it('tells settings and dirty rates, among looks and in any order', () => {
    const texts = [samples.hmpSettings, samples.hmpOld, samples.hmpDirtyRate];
    for (const text of [texts.join(''), texts.reverse().join('')]) {
      const { settings, readings, samples: looks } = read(text);
      expect(settings).toMatchObject({
        maxBandwidth: 0,
        downtimeLimitMs: 500,
        autoConverge: { initialPct: 30, incrementPct: 15, maxPct: 80, tailslow: true },
        multifdChannels: 4,
        dirtyLimit: 5 * MIB,
        maxPostcopyBandwidth: 1_000_000,
        postcopyAllowed: true,
        returnPath: false,
      });
      expect(settings.xbzrle).toBeUndefined();
      expect(readings).toEqual([{ calcTimeS: 2, mibPerS: 49, samplePages: 512 }]);
      expect(looks).toHaveLength(1);
    }
  });

  it('carries the reason of a failure', () => {
    const failed = 'Migration status: failed (Unable to write to socket: Broken pipe)\n';
    expect(read(failed)).toMatchObject({
      status: 'failed',
      outcome: { error: 'Unable to write to socket: Broken pipe' },
    });
    expect(() => read('Migration status: active\nremaining ram: 4 kbytes\n')).toThrow(/cut off/);
  });
});

describe('virsh domjobinfo', () => {
  it('gives its rates, and ends with the job', () => {
    expect(read(samples.jobInfo).samples[0]).toMatchObject({
      sentBytesPerS: 110 * MIB,
      dirtiedBytesPerS: 3021 * 4096,
    });
    expect(read(samples.jobInfo + samples.jobCompleted)).toMatchObject({
      status: 'completed',
      outcome: { totalS: 26.341, downtimeMs: 61 },
    });
    expect(read('Job type: Failed\nOperation: Outgoing migration\n').status).toBe('failed');
    expect(read('Job type:         None\n').status).toBe('none');
  });

  it('is refused for another job than a migration', () => {
    const backup = samples.jobInfo.replace('Outgoing migration', 'Backup');
    expect(() => read(backup)).toThrow(/job of a migration, found the job "Backup"/);
  });
});

describe('the log of Proxmox', () => {
  it('tells looks, limits and the end', () => {
    const { samples: looks, settings, status, outcome } = read(samples.proxmoxNew);
    expect(looks).toHaveLength(3);
    expect(looks[2]).toMatchObject({
      seconds: 3,
      remainingBytes: null,
      dirtiedBytesPerS: 812 * MIB,
    });
    expect(settings).toMatchObject({ maxBandwidth: 600 * MIB, downtimeLimitMs: 200 });
    expect([status, outcome]).toEqual(['completed', { totalS: 9, downtimeMs: 63, error: null }]);
  });

  it('tells what is left in the older layout', () => {
    const { samples: looks, status } = read(samples.proxmoxOld);
    expect(status).toBe('active');
    expect(looks.map(({ remainingBytes }) => remainingBytes)).toEqual([255_041_792, 55_041_792]);
  });

  it('that was interrupted is cancelled, one that failed has failed', () => {
    const running = samples.proxmoxNew.slice(0, samples.proxmoxNew.indexOf('2025-01-04 00:34:38'));
    const end = (error: string) =>
      read(`${running}2025-01-04 00:34:38 ERROR: online migrate failure - ${error}\n`).status;
    expect(end('interrupted by signal')).toBe('cancelled');
    expect(end('unable to connect')).toBe('failed');
    expect(read(running).status).toBe('active');
  });
});

describe('KubeVirt settings', () => {
  it('are found in a List of kubectl, as YAML and as JSON, and in several documents', () => {
    const json = JSON.stringify({
      apiVersion: 'v1',
      kind: 'List',
      items: [
        { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'x' } },
        {
          apiVersion: 'kubevirt.io/v1',
          kind: 'KubeVirt',
          spec: { configuration: { migrations: { bandwidthPerMigration: '64Mi' } } },
        },
      ],
    });
    for (const text of [
      samples.kubevirtList,
      json,
      `---\nkind: Pod\n---\n${samples.kubevirtList}`,
    ]) {
      expect(read(text).settings.maxBandwidth).toBe(64 * MIB);
    }
    expect(read(samples.kubevirtList)).toMatchObject({
      timeoutPerGiBS: 800,
      perCluster: 7,
      perHost: 3,
    });
    expect(read(samples.kubevirtList).ignored.join()).toMatch(/progressTimeout/);
  });

  it('of a policy go over those of the cluster; two policies leave open which', () => {
    const both = `${samples.kubevirtList}---\n${samples.kubevirtPolicy}`;
    expect(read(both)).toMatchObject({ settings: { maxBandwidth: MIB }, timeoutPerGiBS: 120 });
    const two = `${samples.kubevirtPolicy}---\n${samples.kubevirtPolicy.replace('217Ki', '1Gi')}`;
    expect(() => read(two)).toThrow(/one MigrationPolicy, found 2: one, one. Keep the one/);
  });

  it.each([
    ['217Ki', MIB],
    ['1', MIB],
    ['1500Ki', MIB],
    ['1600Ki', 2 * MIB],
    ['100M', 95 * MIB],
    ['1Gi', 1024 * MIB],
    ['1e9', 954 * MIB],
    ['0', 0],
  ])('round a bandwidth of %s to whole MiB as virt-launcher does', (quantity, bytes) => {
    const text = samples.kubevirtPolicy.replace('217Ki', quantity);
    expect(read(text).settings.maxBandwidth).toBe(bytes);
  });

  it('of the operator are read; objects without any are refused by kind', () => {
    const operator =
      'kind: HyperConverged\nspec:\n  liveMigrationConfig: {bandwidthPerMigration: 2Mi}\n';
    expect(read(operator).settings.maxBandwidth).toBe(2 * MIB);
    expect(() => read('kind: List\nitems:\n- kind: Pod\n')).toThrow(/found Pod/);
  });
});

describe('answers of QMP', () => {
  it('are read when printed over many lines, with prompts, as an array and behind commands', () => {
    expect(read(samples.qmpPretty).samples).toHaveLength(2);
    expect(read(`[${samples.qmpPretty.replace('\n}\n{', '\n},\n{')}]`).samples).toHaveLength(2);
    const shell = `(QEMU) query-migrate\n${samples.qmpPretty}`;
    expect(read(shell).samples).toHaveLength(2);
    const documented = `-> {"execute": "query-migrate"}\n<- ${samples.qmpPretty}`;
    expect(read(documented).samples).toHaveLength(2);
  });

  it('name the line where one is cut off or something else begins', () => {
    expect(() => read(samples.qmpPretty.slice(0, -3))).toThrow(/file 1:14: .*does not end/);
    expect(() => read(`${samples.qmpPretty}\nand so on`)).toThrow(/"and so on"/);
  });

  it('of a QEMU that never migrated say so', () => {
    expect(read('{"return": {}}').status).toBe('none');
  });
});

/** Every number of an answer; texts of the input may say anything, "NaN" too. */
function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

describe('damaged texts', () => {
  const whole = Object.values(samples);
  const numRuns = process.env.VIRTCOST_FULL ? 100_000 : 1200;

  it('are read or refused with one message, never half a number in the answer', () => {
    fc.assert(
      fc.property(fc.constantFrom(...whole), damage, (text, harm) => {
        let input: ReturnType<typeof read>;
        try {
          input = read(damaged(text, harm).toString('utf8'));
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          expect(error.message.split('\n')).toHaveLength(1);
          return;
        }
        expect(numbersIn(input).filter(Number.isNaN)).toEqual([]);
        for (const { remainingBytes, seconds, totalBytes } of input.samples) {
          expect(Number.isFinite(seconds) && totalBytes > 0).toBe(true);
          expect(remainingBytes ?? 0).toBeGreaterThanOrEqual(0);
        }
        if (input.samples.length === 0) return;
        const eta = etaOf(input.samples, input.settings.downtimeLimitMs ?? 300);
        expect(Number.isNaN(eta.seconds ?? 0) || Number.isNaN(eta.low)).toBe(false);
      }),
      { numRuns },
    );
  });
});
