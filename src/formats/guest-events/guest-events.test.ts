import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../errors.ts';
import { eventFormat, eventFormats } from './index.ts';

const samples: Readonly<Record<string, string>> = {
  'perf-kvm-stat': `
Analyze events for all VMs, all VCPUs:

             VM-EXIT    Samples  Samples%     Time%    Min Time    Max Time         Avg time

                 HLT       900    60.00%    95.00%      0.50us  15000.00us    270.00us ( +-   1.20% )
           MSR_WRITE       400    26.67%     3.00%      0.40us     50.00us      1.50us ( +-   0.50% )
unknown kvm exit code:77 on VMX
             UNKNOWN       100     6.67%     1.00%      0.40us      9.00us      1.00us
             UNKNOWN       100     6.67%     1.00%      0.40us      9.00us      3.00us

Total Samples:1500, Total events handled time:244000.00us.
`,
  kvmexit: `PID      TID      KVM_EXIT_REASON                     COUNT
^C1273551  1273568  EXIT_REASON_MSR_WRITE               6
1273551  1273568  HLT                                 12
`,
  'perf-stat': `
           307,800      kvm:kvm_entry
             1,234      kvm:kvm_exit
      30.001 seconds time elapsed
`,
  'kvm-stat': `timestamp,kvm_exit(HLT),kvm_exit(CPUID),kvm_entry
2024-01-01 10:00:00,10,5,15
2024-01-01 10:00:01,20,5,25
`,
  domstats: `Domain: 'web'
  cpu.time=1000
  vcpu.0.exits.sum=100
  vcpu.0.halt_exits.sum=10
  vcpu.0.io_exits.sum=40
  vcpu.0.delay=5

Domain: 'web'
  cpu.time=5000
  vcpu.0.exits.sum=300
  vcpu.0.halt_exits.sum=60
  vcpu.0.io_exits.sum=140
  vcpu.0.delay=25
`,
  'virt-top': `Hostname,Time,%CPU,Domain ID,Domain name,CPU (ns),%CPU
h,10:00:00,0.,1,a,,,2,b,,
h,10:00:01,3.,1,a,96054875.,2.5,2,b,100.,0.5
`,
  xentop: `NAME  STATE   CPU(sec) CPU(%)     MEM(k) MEM(%)  MAXMEM(k) MAXMEM(%) SSID
Domain-0 -----r 100 0.0 1024 2.0 no limit n/a 0
NAME  STATE   CPU(sec) CPU(%)     MEM(k) MEM(%)  MAXMEM(k) MAXMEM(%) SSID
Domain-0 -----r 101 12.5 1024 2.0 no limit n/a 0
`,
  esxtop: `"(PDH-CSV 4.0) (UTC)(0)","\\\\h\\Group Cpu(7:a:b (x))\\% Ready","\\\\h\\Vcpu(7:a:b (x):1:vmx-vcpu-0:a)\\% Ready","\\\\h\\Vcpu(7:a:b (x):2:vmx-vcpu-1:a)\\% Ready"
"01/01/2024 10:00:00","30.0","10.0","20.0"
`,
  lmbench: `Processor, Processes - times in microseconds - smaller is better
------------------------------------------------------------------
Host                 OS  Mhz null null      open
                             call  I/O stat clos
--------- ------------- ---- ---- ---- ---- ----
box       Linux 3.10.0- 3791 0.04      4.2K 694.
`,
  'kvm-unit-tests': `enabling apic
paging enabled
cr0 = 80010011
cpuid 1763
vmcall 1638
`,
  cyclictest: `T: 0 ( 1234) P:80 I:1000 C:  60000 Min:      3 Act:   5 Avg:    4 Max:     28
T: 1 ( 1235) P:80 I:1500 C:  40000 Min:      2 Max:     31
`,
  mlc: `Intel(R) Memory Latency Checker - v3.9
Measuring idle latencies (in ns)...
		Memory node
Socket	     0	     1
     0	  89.3	 138.9
     1	 139.1	  89.0

Measuring Peak Injection Memory Bandwidths for the system
     0	 9999.9
`,
};

const read = (id: string, text = samples[id]!) => eventFormat(id).parse(text);
const exit = (id: string, reason: string, text?: string) =>
  read(id, text).exits.find((entry) => entry.reason === reason);
const value = (id: string, subject: string, name: string) =>
  read(id).measurements.find((entry) => entry.subject === subject && entry.name === name)?.value;

describe('readers of guest events', () => {
  it('read their own sample, and refuse an empty or a foreign file', () => {
    for (const { id } of eventFormats) {
      const { exits, measurements } = read(id);
      expect(exits.length + measurements.length, id).toBeGreaterThan(0);
      for (const foreign of ['', '\u0000\u0001', '{"a": 1}', 'hello\nworld\n']) {
        expect(() => read(id, foreign), id).toThrow(UserError);
      }
    }
  });

  it('perf kvm stat: rows of one reason are summed, times are count times average', () => {
    expect(exit('perf-kvm-stat', 'UNKNOWN')).toEqual({
      reason: 'UNKNOWN',
      count: 200,
      timeUs: 400,
    });
    expect(exit('perf-kvm-stat', 'HLT')?.count).toBe(900);
  });

  it('perf kvm stat: old kernels have no Min and Max, SVM names are lower case, wrapped rows are joined', () => {
    const old = `VM-EXIT    Samples  Samples%     Time%         Avg time
npf 10 50.00% 1.00% 2.00us ( +- 3.00% )
hlt 10 50.00% 99.00%
  200.00us ( +- 1.00% )
`;
    expect(exit('perf-kvm-stat', 'NPF', old)).toEqual({ reason: 'NPF', count: 10, timeUs: 20 });
    expect(exit('perf-kvm-stat', 'HLT', old)?.timeUs).toBe(2000);
  });

  it('perf kvm stat: samples in no row are kept as not listed, more rows than the total is an error', () => {
    const fewer = samples['perf-kvm-stat']!.replace('Samples:1500', 'Samples:1600');
    expect(exit('perf-kvm-stat', 'NOT LISTED', fewer)?.count).toBe(100);
    const more = samples['perf-kvm-stat']!.replace('Samples:1500', 'Samples:10');
    expect(() => read('perf-kvm-stat', more)).toThrow('at most 10 samples');
  });

  it('kvmexit: ^C before a row, prefixes and the Arm variant with average time', () => {
    expect(exit('kvmexit', 'MSR_WRITE')?.count).toBe(6);
    const arm = 'TGID TID COMM KVM_EXIT_REASON COUNT AVG_TIME\n1 2 qemu EC_WFx 5 2000\n';
    expect(exit('kvmexit', 'EC_WFX', arm)).toEqual({ reason: 'EC_WFX', count: 5, timeUs: 10 });
  });

  it('perf stat: thousands separators and elapsed time', () => {
    expect(exit('perf-stat', 'kvm_entry')?.count).toBe(307800);
    expect(read('perf-stat').seconds).toBe(30.001);
  });

  it('kvm_stat: deltas add up, a short line is an error', () => {
    expect(exit('kvm-stat', 'HLT')?.count).toBe(30);
    expect(() => read('kvm-stat', `${samples['kvm-stat']}x,1\n`)).toThrow('4 cells');
  });

  it('domstats: only the difference of two snapshots counts, a restarted guest is an error', () => {
    expect(exit('domstats', 'IO_INSTRUCTION')?.count).toBe(100);
    expect(exit('domstats', 'NOT LISTED')?.count).toBe(50);
    expect(value('domstats', 'web', 'vcpu.0.delay')).toBe(20);
    expect(() => read('domstats', "Domain: 'a'\n  cpu.time=1\n")).toThrow('two snapshots');
    const restarted = "Domain: 'a'\n  cpu.time=9\nDomain: 'a'\n  cpu.time=1\n";
    expect(() => read('domstats', restarted)).toThrow('restarted');
  });

  it('virt-top: one domain group in the header, several in a row', () => {
    expect(value('virt-top', 'a', 'CPU (ns)')).toBe(96054875);
    expect(value('virt-top', 'b', '%CPU')).toBe(0.5);
  });

  it('xentop: "no limit" is one cell and the first iteration is left out', () => {
    expect(value('xentop', 'Domain-0', 'CPU(%)')).toBe(12.5);
    expect(value('xentop', 'Domain-0', 'SSID')).toBe(0);
  });

  it('esxtop: group values are divided by virtual CPUs, names hold colons and parentheses', () => {
    expect(value('esxtop', 'a:b (x)', 'Ready')).toBe(15);
  });

  it('lmbench: a blank cell stays missing and 4.2K is 4200', () => {
    const named = read('lmbench').measurements.map(({ name, value: cell }) => [
      name.split(': ')[1],
      cell,
    ]);
    expect(named).toEqual([
      ['Mhz', 3791],
      ['null call', 0.04],
      ['stat', 4200],
      ['open clos', 694],
    ]);
  });

  it('kvm-unit-tests: banner lines are not rows', () => {
    expect(read('kvm-unit-tests').measurements.map(({ subject }) => subject)).toEqual([
      'cpuid',
      'vmcall',
    ]);
  });

  it('cyclictest: Act and Avg may be missing', () => {
    expect(value('cyclictest', 'thread 1', 'max')).toBe(31);
    expect(value('cyclictest', 'thread 1', 'avg')).toBeUndefined();
  });

  it('mlc: only the latency matrix is read', () => {
    expect(value('mlc', 'node 0', 'to node 1')).toBe(138.9);
    expect(read('mlc').measurements).toHaveLength(4);
  });

  it('never crash or give a number that is not finite on damaged files', () => {
    const runs = process.env.VIRTCOST_FULL ? 100_000 : 400;
    const damage = fc.record({
      at: fc.nat(),
      remove: fc.nat({ max: 12 }),
      insert: fc.oneof(
        fc.string({ maxLength: 6 }),
        fc.constantFrom('\n', ',', '9e999', '-1', 'NaN', '"', '\u0000', '99999999999999999999'),
      ),
    });
    for (const { id, parse } of eventFormats) {
      fc.assert(
        fc.property(fc.array(damage, { minLength: 1, maxLength: 4 }), (damages) => {
          let text = samples[id]!;
          for (const { at, remove, insert } of damages) {
            const from = at % (text.length + 1);
            text = text.slice(0, from) + insert + text.slice(from + remove);
          }
          try {
            const { exits, measurements } = parse(text);
            for (const { count, timeUs } of exits) {
              expect(Number.isSafeInteger(count) && count >= 0).toBe(true);
              expect(Number.isFinite(timeUs ?? 0)).toBe(true);
            }
            for (const { value: number } of measurements)
              expect(Number.isFinite(number)).toBe(true);
          } catch (error) {
            if (!(error instanceof UserError)) throw error;
          }
        }),
        { numRuns: runs, seed: 4 },
      );
    }
  });
});
