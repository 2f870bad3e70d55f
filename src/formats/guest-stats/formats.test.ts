import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../errors.ts';
import type { GuestStats } from './guest-stats.ts';
import { guestStatsFormats, readGuestStats } from './index.ts';

const folder = join(import.meta.dirname, 'fixtures');
const text = (name: string) => readFileSync(join(folder, `${name}.txt`), 'utf8');
const read = (name: string): GuestStats => readGuestStats(text(name), name);
const counts = (stats: GuestStats) =>
  Object.fromEntries((stats.exits ?? []).map(({ reason, count }) => [reason, count]));
const counters = (stats: GuestStats) =>
  Object.fromEntries((stats.counters ?? []).map(({ name, count }) => [name, count]));

describe('every reader', () => {
  it('recognises its own fixtures and no one else claims them first', () => {
    for (const file of readdirSync(folder)) {
      const stats = readGuestStats(readFileSync(join(folder, file), 'utf8'), file);
      expect(file.startsWith(`${stats.format}.`), `${file} read as ${stats.format}`).toBe(true);
    }
  });

  it('has a fixture and says what it reads and how to make a file', () => {
    const files = readdirSync(folder);
    for (const format of guestStatsFormats) {
      expect(
        files.some((file) => file.startsWith(`${format.id}.`)),
        format.id,
      ).toBe(true);
      expect(format.describe.length * format.make.length * format.title.length).toBeGreaterThan(0);
    }
    expect(new Set(guestStatsFormats.map(({ id }) => id)).size).toBe(guestStatsFormats.length);
  });

  it('refuses a foreign or empty file with its name and what was expected', () => {
    for (const format of guestStatsFormats) {
      for (const foreign of ['', 'hello\n', '\u0000\u0001\u0002', 'a,b\n1,2\n']) {
        expect(() => format.read(foreign, 'some.txt'), format.id).toThrow(UserError);
        expect(() => format.read(foreign, 'some.txt'), format.id).toThrow(/some\.txt.*expected/);
      }
    }
    expect(() => readGuestStats('hello', 'x')).toThrow(/virtcost formats/);
  });

  it('reads files with Windows line ends alike', () => {
    for (const file of readdirSync(folder)) {
      const plain = readFileSync(join(folder, file), 'utf8');
      expect(readGuestStats(plain.replaceAll('\n', '\r\n'), file)).toEqual(
        readGuestStats(plain, file),
      );
    }
  });
});

describe('SystemTap kvm_service_time', () => {
  it('reads numbers of VMX as reasons; the run time is that of the command in front', () => {
    const stats = read('stap-kvm-service-time.vmx');
    expect(counts(stats)).toEqual({
      EXTERNAL_INTERRUPT: 12000,
      HLT: 400,
      IO_INSTRUCTION: 1500,
      MSR_WRITE: 9000,
      EPT_VIOLATION: 25,
    });
    expect(stats.seconds).toBe(20);
    expect(stats.events).toMatchObject({ 'hlt-wake': 400, 'pio-user': 1500, 'msr-write': 9000 });
    expect(stats.exits!.find(({ reason }) => reason === 'IO_INSTRUCTION')).toMatchObject({
      totalUs: 6000,
      meanUs: 4,
      maxUs: 51,
    });
  });

  it('reads hexadecimal codes of SVM; a code without a name stays a number, attributed to nothing', () => {
    const stats = read('stap-kvm-service-time.svm');
    expect(counts(stats)).toMatchObject({
      interrupt: 700,
      hlt: 50,
      io: 40,
      npf: 600,
      svm_0x500: 1,
    });
    expect(stats.events).toMatchObject({ 'hlt-wake': 50, 'pio-user': 40, 'hidden-fault': 600 });
    expect(stats.seconds).toBeUndefined();
  });

  it('tells the vendor by codes only one of them has where the script did not know, and says so', () => {
    const stats = read('stap-kvm-service-time.unknown');
    expect(counts(stats)).toEqual({ interrupt: 700, hlt: 50 });
    expect(stats.warnings.join()).toContain('AMD');
    const intel = text('stap-kvm-service-time.unknown')
      .replace('96 0x060', '12 0x00c')
      .replace('120 0x078', '30 0x01e');
    expect(counts(readGuestStats(intel, 'x'))).toEqual({ HLT: 700, IO_INSTRUCTION: 50 });
  });

  it('stops at the prose under a pasted table and refuses a broken row by its line', () => {
    const pasted = `${text('stap-kvm-service-time.vmx')}\nBelow are the codes\n#define EXIT_REASON_HLT 12\n`;
    expect(readGuestStats(pasted, 'x')).toEqual(read('stap-kvm-service-time.vmx'));
    const broken = text('stap-kvm-service-time.vmx').replace('30: 1500 6000', '30: 1500');
    expect(() => readGuestStats(broken, 'x')).toThrow(/x:7: expected REASON: COUNT/);
  });
});

describe('perf kvm stat', () => {
  it('reads counts and times of VMX rows; the time of HLT is idle', () => {
    const stats = read('perf-kvm-stat.vmx');
    expect(counts(stats)).toMatchObject({ HLT: 4000, MSR_WRITE: 3000, APIC_ACCESS: 100 });
    expect(stats.exits![0]).toEqual({
      reason: 'HLT',
      count: 4000,
      minUs: 0.5,
      maxUs: 20000,
      meanUs: 450,
      totalUs: 1_800_000,
    });
    expect(stats.title).toBe('pid(s) 4711, all VCPUs');
    expect(stats.warnings).toEqual([]);
  });

  it('reads the columns before Min and Max, lower-case SVM names, two-word names and rows without a spread', () => {
    const stats = read('perf-kvm-stat.svm-old');
    expect(counts(stats)).toEqual({
      hlt: 500,
      io: 300,
      npf: 100,
      avic_incomplete_ipi: 60,
      'PF excp': 40,
    });
    expect(stats.exits![0]!.minUs).toBeUndefined();
    expect(stats.events).toEqual({
      'hlt-wake': 500,
      'pio-user': 300,
      'hidden-fault': 100,
      ipi: 60,
    });
  });

  it('sums repeated UNKNOWN rows and passes over interleaved unknown-code lines', () => {
    const stats = read('perf-kvm-stat.unknown');
    expect(counts(stats)).toEqual({ CPUID: 50, UNKNOWN: 50 });
    expect(stats.exits![1]).toMatchObject({ minUs: 0.5, maxUs: 4, totalUs: 100 });
    expect(stats.vcpus).toBe(1);
  });

  it('joins rows a mailer wrapped and counts elided rows as left out', () => {
    const stats = read('perf-kvm-stat.wrapped');
    expect(counts(stats)).toEqual({
      HLT: 4000,
      IO_INSTRUCTION: 3000,
      CPUID: 1500,
      '(rows left out)': 1500,
    });
    expect(stats.warnings.join()).toContain('1500 samples of the total are in no row');
  });

  it('reads a table quoted in a mail', () => {
    const quoted = text('perf-kvm-stat.vmx').replaceAll('\n', '\n> ');
    expect(readGuestStats(quoted, 'x')).toEqual(read('perf-kvm-stat.vmx'));
  });

  it('keeps two rows apart that lost the line end between them', () => {
    const joined = text('perf-kvm-stat.vmx').replace('1.50% )\n', '1.50% )');
    expect(readGuestStats(joined, 'x').exits).toEqual(read('perf-kvm-stat.vmx').exits);
  });

  it('takes the table of all vCPUs alone and leaves the MMIO table out', () => {
    const stats = read('perf-kvm-stat.titles');
    expect(counts(stats)).toEqual({ HLT: 100 });
    expect(stats.warnings).toHaveLength(2);
  });

  it('refuses rows above their total and warns of a share that is not that of its count', () => {
    const more = text('perf-kvm-stat.vmx').replace('4000 ', '5000 ');
    expect(() => readGuestStats(more, 'x')).toThrow(/at most 10000 samples/);
    const swapped = text('perf-kvm-stat.vmx')
      .replace('30.00%', '20.00%')
      .replace('15.00%', '25.00%');
    expect(readGuestStats(swapped, 'x').warnings.join()).toContain('the file says 20%');
  });

  it('names the line of a damaged number', () => {
    const damaged = text('perf-kvm-stat.vmx').replace('3000 ', '3x00 ');
    expect(() => readGuestStats(damaged, 'f')).toThrow(/^f:7: expected/);
  });
});

describe('bcc kvmexit', () => {
  it('reads PID and TID columns, prefixed and plain reasons and a first row after ^C', () => {
    const stats = read('bcc-kvmexit.pid-tid');
    expect(counts(stats)).toEqual({ HLT: 1500, MSR_WRITE: 800, EPT_VIOLATION: 7 });
    expect([stats.seconds, stats.vcpus]).toEqual([5, 2]);
    expect(stats.exits![0]!.totalUs).toBeUndefined();
  });

  it('reads the three shorter headers', () => {
    expect(counts(read('bcc-kvmexit.tid'))).toEqual({ IO_INSTRUCTION: 41, HLT: 9 });
    expect(counts(read('bcc-kvmexit.tids'))).toEqual({ CPUID: 25 });
    expect(counts(read('bcc-kvmexit.reason'))).toEqual({
      EXTERNAL_INTERRUPT: 77,
      PAUSE_INSTRUCTION: 5,
    });
  });

  it('reads AArch64 rows with blanks in COMM and times in nanoseconds', () => {
    const stats = read('bcc-kvmexit.aarch64');
    expect(counts(stats)).toEqual({ WFx: 40, DABT_LOW: 10, HVC64: 5 });
    expect(stats.exits![0]).toMatchObject({ meanUs: 250, totalUs: 10_000 });
    expect(stats.events).toEqual({ 'hlt-wake': 40, hypercall: 5 });
  });
});

describe('perf stat and kvm_stat', () => {
  it('reads thousands separators, multiplexed and unsupported rows and the time', () => {
    const stats = read('perf-stat-kvm.plain');
    expect(counters(stats)).toEqual({
      kvm_entry: 307800,
      kvm_exit: 307798,
      kvm_pio: 12500,
      kvm_hypercall: 0,
      kvm_msr: 9001,
      kvm_eoi: 1e6,
    });
    expect(stats.seconds).toBeCloseTo(10.001234567);
    expect(stats.warnings).toHaveLength(2);
  });

  it('sums intervals, and reads a dot as a thousands separator: tracepoints are whole', () => {
    expect(read('perf-stat-kvm.interval')).toMatchObject({
      seconds: 2.0002004,
      events: { cpuid: 4500 },
    });
    expect(read('perf-stat-kvm.locale')).toMatchObject({
      seconds: 5.000123456,
      events: { 'mmio-user': 1500 },
    });
  });

  it('reads kvm_stat CSV with repeated banners; reasons count once, not again as tracepoints', () => {
    const stats = read('kvm-stat.csv');
    expect(counts(stats)).toEqual({ HLT: 1800, IO_INSTRUCTION: 1185 });
    expect(stats.events).toEqual({ 'hlt-wake': 1800, 'pio-user': 1185 });
    expect(stats.seconds).toBe(3);
  });

  it('reads the kvm_stat log without -c and the screen of -1', () => {
    expect(read('kvm-stat.log')).toMatchObject({
      seconds: 4,
      events: { 'pio-user': 210, 'mmio-user': 50, 'hlt-wake': 1100 },
    });
    expect(counts(read('kvm-stat.screen'))).toEqual({ CPUID: 900, HLT: 4000 });
  });
});

describe('virsh domstats', () => {
  it('shows totals and no rates for one snapshot', () => {
    const stats = read('virsh-domstats.one');
    expect(stats).toMatchObject({
      title: 'web',
      vcpus: 2,
      totalExits: 9000,
      events: { 'pio-user': 3000, 'hlt-wake': 1600 },
    });
    expect(stats.seconds).toBeUndefined();
    expect(stats.warnings[0]).toContain('One snapshot');
  });

  it('subtracts two snapshots; delay is steal; a field only the second has is left out', () => {
    const stats = read('virsh-domstats.two');
    const [web, db] = stats.guests!;
    expect(web).toMatchObject({
      seconds: 10,
      vcpus: 2,
      totalExits: 6000,
      events: { 'pio-user': 1000 },
      scheduling: { stealNs: 1e9, cpuNs: 12e9, readyPercent: 5 },
    });
    expect(web!.events['hidden-fault']).toBeUndefined();
    expect(db).toMatchObject({
      title: 'db: (prod), 100% "x"',
      totalExits: 30,
      events: { 'mmio-user': 10 },
    });
    expect(stats).toMatchObject({ seconds: 10, vcpus: 3, totalExits: 6030 });
  });

  it('refuses counters that go back', () => {
    const back = text('virsh-domstats.two').replace('exits.sum=9000', 'exits.sum=1');
    expect(() => readGuestStats(back, 'x')).toThrow(/Did the guest restart/);
  });
});

describe('virt-top, xentop and esxtop', () => {
  it('reads rows wider than the header, the zeros of the first sample and decimals such as 96054875.', () => {
    const stats = read('virt-top.two-domains');
    const [web, other] = stats.guests!;
    expect(web).toMatchObject({
      title: 'web',
      seconds: 4,
      events: { 'device-request': 40 },
      scheduling: { cpuNs: 146_054_875 },
    });
    expect(other).toMatchObject({ title: 'a,b: (c)', events: { 'device-request': 3 } });
  });

  it('refuses a virt-top row that is not whole domains wide', () => {
    const cut = text('virt-top.two-domains').replace(/,300,400\n$/, ',300\n');
    expect(() => readGuestStats(cut, 'x')).toThrow(/10 more per domain/);
  });

  it('reads xentop with blanks in values and names; the first 0 % is no sample', () => {
    const stats = read('xentop.new');
    expect(stats.guests![1]).toMatchObject({
      title: 'my web',
      vcpus: 2,
      events: { 'device-request': 1000 },
      scheduling: { usedPercent: 75 },
    });
  });

  it('reads the older xentop without sectors and a domain that is called "no limit"', () => {
    expect(read('xentop.old').guests![1]).toMatchObject({
      title: 'no limit',
      events: { 'device-request': 100 },
    });
  });

  it('divides group values of esxtop by the vCPUs; names hold colons, parentheses and vcpu-9; cells may be missing', () => {
    const stats = read('esxtop.names');
    expect(stats.guests!.map(({ title, vcpus, scheduling }) => [title, vcpus, scheduling])).toEqual(
      [
        ['web', 2, { usedPercent: 60, readyPercent: 10, costopPercent: 2.5 }],
        ['a:b (c) 12:vcpu-9', 1, { readyPercent: 7 }],
      ],
    );
    expect(stats.seconds).toBe(10);
    expect(read('esxtop.no-vcpu').warnings.join()).toContain('sums over all vCPUs');
  });
});

describe('microbenchmarks', () => {
  it('reads lmbench by column: blank cells, 4.2K, 187., wider cells than dashes', () => {
    const stats = read('lmbench.summary');
    const values = Object.fromEntries(stats.latencies!.map(({ name, value }) => [name, value]));
    const key = (name: string) => `guest1: Processor, Processes: ${name}`;
    expect(values[key('fork proc')]).toBe(187);
    expect(values[key('exec proc')]).toBe(4200);
    expect(values[key('slct TCP')]).toBeUndefined();
    expect(values['guest1: Memory latencies: L1 $']).toBe(1.744);
    expect(stats.bandwidths!.map(({ megabytesPerS }) => megabytesPerS)).toContain(6011);
    expect(stats.latencies!.some(({ name }) => name.includes('Basic'))).toBe(false);
  });

  it('reads lat_mem_rd within a raw file of lmbench: strides, order and clock', () => {
    const { memory, latencies = [] } = read('lmbench-lat-mem-rd.results');
    expect(memory?.mhz).toEqual([2294]);
    expect(
      memory?.curves.map(({ stride, random, points }) => [stride, random, points.length]),
    ).toEqual([
      [16, false, 3],
      [128, false, 6],
      [16, true, 2],
    ]);
    expect(memory?.curves[1]?.points[3]).toEqual({ bytes: 256 * 1024, ns: 6.106 });
    expect(latencies.at(-1)).toEqual({
      name: 'stride 16, random: 64.00000 MiB',
      value: 128.9,
      unit: 'ns',
    });
    // By itself the tool does not say in which order it loads.
    const alone = readGuestStats('"stride=128\n0.00049 1.744\n', 'x');
    expect(alone.memory?.curves[0]).not.toHaveProperty('random');
  });

  it('refuses a row of lat_mem_rd that is none, with its line', () => {
    for (const row of ['0.00049 1.7 3', '0.00049', '0.00049 fast', '0.0x 1.7']) {
      expect(() => readGuestStats(`"stride=128\n0.00098 1.7\n${row}\n`, 'x')).toThrow(
        /x:3: expected/,
      );
    }
    expect(() => readGuestStats('"stride=128\n', 'x')).toThrow(/rows "MIB NANOSECONDS"/);
  });

  it('keeps the tables of perf kvm stat that share no exit', () => {
    expect(read('perf-kvm-stat.vmx').tables).toBeUndefined();
    // All vCPUs and one of them: the one is within.
    expect(read('perf-kvm-stat.titles').tables).toBeUndefined();
    const twice = text('perf-kvm-stat.vmx').repeat(2);
    const { tables = [], exits = [] } = readGuestStats(twice, 'live');
    expect(tables).toHaveLength(2);
    const of = (rows: typeof exits) => rows.find(({ reason }) => reason === 'MSR_WRITE')?.count;
    expect([tables.map((table) => of(table.exits)), of(exits)]).toEqual([[3000, 3000], 6000]);
  });

  it('refuses lmbench cells that ran into each other', () => {
    const shifted = text('lmbench.summary').replace('0.15 1.02 187.', '0.15991.02 187.');
    expect(() => readGuestStats(shifted, 'x')).toThrow(UserError);
  });

  it('reads vmexit past its banner, averages repeats and knows which events it measured', () => {
    expect(read('kvm-unit-tests-vmexit.log').latencies).toMatchObject([
      { name: 'cpuid', value: 1410, minimum: 1400, maximum: 1420, unit: 'cycles', event: 'cpuid' },
      { name: 'vmcall', event: 'hypercall' },
      { name: 'inl_from_pmtimer', value: 9000, event: 'pio-user' },
      { name: 'ipi' },
      { name: 'ipi_halt' },
    ]);
  });

  it('reads cyclictest without Avg', () => {
    expect(read('cyclictest')).toMatchObject({
      seconds: 60,
      latencies: [
        { value: 4, minimum: 3, maximum: 28 },
        { value: 95, minimum: 2, maximum: 95 },
      ],
    });
  });

  it('reads MLC matrices under Numa node and Memory node, a dash for a node without memory', () => {
    const stats = read('intel-mlc');
    expect(stats.latencies!.map(({ name, value }) => [name, value])).toEqual([
      ['node 0 to node 0', 81.3],
      ['node 0 to node 1', 140.2],
      ['node 1 to node 0', 139.9],
      ['loaded, delay 0', 251.05],
      ['loaded, delay 2', 250.73],
      ['Local Socket L2->L2 HIT  latency', 45.1],
    ]);
    expect(stats.bandwidths).toHaveLength(8);
  });
});
