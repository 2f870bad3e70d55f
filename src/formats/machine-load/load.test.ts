import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { UserError } from '../../errors.ts';
import { readLoadShape } from '../machine-trace/read-day.ts';
import { readLoadSeries } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtcost-load-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, name.endsWith('.gz') ? gzipSync(text) : text);
  return path;
}

/** Samples of every machine: time, CPU, memory (null where there is none). */
async function samples(path: string) {
  const series = await readLoadSeries(path);
  const value = (some: number | undefined) =>
    some === undefined || Number.isNaN(some) ? null : Math.round(some * 1000) / 1000;
  return {
    format: series.format,
    unit: series.machines[0]!.cpuUnit,
    machines: Object.fromEntries(
      series.machines.map(({ name, times, cpu, memory }) => [
        name,
        [...times].map((time, i) => [time, value(cpu[i]), value(memory[i])]),
      ]),
    ),
  };
}

describe('load of machines over time', () => {
  it('CSV of any tool', async () => {
    const text = 'machine,time,cpu_percent,memory_mib\na,0,10,512\na,300,-,600\nb,0,5,\n';
    expect(await samples(file('plain.csv', text))).toEqual({
      format: 'load-csv',
      unit: 'percent',
      machines: {
        a: [
          [0, 10, 512],
          [300, null, 600],
        ],
        b: [[0, 5, null]],
      },
    });
  });

  it('CSV with dates and cores', async () => {
    const text = 'VM;Time;CPU_cores\nx;1970-01-01T00:10:00Z;1.5\n';
    const { machines, unit } = await samples(file('dates.csv', text));
    expect([unit, machines]).toEqual(['cores', { x: [[600, 1.5, null]] }]);
  });

  it('Azure readings: the mean of five columns', async () => {
    const id = '+ZcrOp5/c/fJ6mVgP5qMZlOAGDwyjaaDNM0WoWOt2IDb47gT0UwK9lFwkPQv3C7Q';
    const text = `0,${id},2.05,3.9,2.87\n300,${id},1,3,2\n`;
    const { machines, format } = await samples(file('vm_cpu_readings-file-1-of-125.csv.gz', text));
    expect([format, machines[id]]).toEqual([
      'azure-readings',
      [
        [0, 2.87, null],
        [300, 2, null],
      ],
    ]);
  });

  it('Alibaba: -1 and 101 are nothing measured', async () => {
    const text = 'c_1,m_9,10,45,60,1,2,3,0,0,5\nc_1,m_9,20,-1,101,,,,,,\n';
    const { machines } = await samples(file('container_usage.csv', text));
    expect(machines).toEqual({
      c_1: [
        [10, 45, 60],
        [20, null, null],
      ],
    });
  });

  it('esxtop: percent of one core over all vCPUs, touched memory, groups of the host left out', async () => {
    const titles = [
      '(PDH-CSV 4.0) (UTC)(0)',
      '\\\\esx\\Group Cpu(7:web (1))\\% Used',
      '\\\\esx\\Group Cpu(7:web (1))\\% Ready',
      '\\\\esx\\Group Memory(7:web (1))\\Touched MBytes',
      '\\\\esx\\Group Cpu(1:system)\\% Used',
    ];
    const row = ['11/28/2026 12:00:00', '150', '3', '2048', '99'];
    const text = [titles, row]
      .map((cells) => cells.map((cell) => `"${cell}"`).join(','))
      .join('\n');
    const { machines, unit } = await samples(file('esxtop.csv', text));
    const time = Date.UTC(2026, 10, 28, 12) / 1000;
    expect([unit, machines]).toEqual(['cores', { 'web (1)': [[time, 1.5, 2048]] }]);
  });

  it('Prometheus: a counter becomes a rate, a restart tells nothing, bytes of memory join it', async () => {
    const metric = (name: string) => ({ __name__: name, domain: 'db', instance: 'h:9177' });
    const text = JSON.stringify({
      status: 'success',
      data: {
        resultType: 'matrix',
        result: [
          {
            metric: metric('libvirt_domain_info_cpu_time_seconds_total'),
            values: [
              [0, '100'],
              [300, '400'],
              [600, '10'],
              [900, '160'],
            ],
          },
          {
            metric: metric('libvirt_domain_info_memory_usage_bytes'),
            values: [[300, '1073741824']],
          },
        ],
      },
    });
    const { machines } = await samples(file('matrix.json', text));
    expect(machines).toEqual({
      db: [
        [300, 1, 1024],
        [900, 0.5, null],
      ],
    });
  });

  it('domstats again and again: means between readings', async () => {
    const reading = (time: number, ns: number) =>
      `${time}\nDomain: 'vm1'\n  cpu.time=${ns}\n  balloon.current=2097152\n  balloon.unused=1048576\n`;
    const text = reading(1_700_000_000, 5e9) + reading(1_700_000_300, 155e9);
    const { machines } = await samples(file('domstats.txt', text));
    expect(machines).toEqual({
      vm1: [
        [1_700_000_000, null, 1024],
        [1_700_000_300, 0.5, 1024],
      ],
    });
  });

  it('Bitbrains: percent of the clock provisioned, MiB used, one file a machine', async () => {
    const at = join(folder, 'fastStorage');
    mkdirSync(at);
    const header =
      'Timestamp [ms];\tCPU cores;\tCPU capacity provisioned [MHZ];\tCPU usage [MHZ];\tCPU usage [%];\tMemory capacity provisioned [KB];\tMemory usage [KB]';
    writeFileSync(
      join(at, '7.csv'),
      `${header}\n1376314846;\t2;\t5200;\t520;\t10;\t2097152;\t1048576\n`,
    );
    expect((await samples(at)).machines).toEqual({ 7: [[1376314846, 10, 1024]] });
  });

  it('a view of hours: MHz, thousands marked, dashes are nothing', async () => {
    const text =
      '"Name","Interval Breakdown","VM|CPU|Demand (MHz)|Avg","VM|Memory|Utilization (MB)|Avg"\n"a","1:00 AM 20 November 2026","1,546.6","-"\n';
    const { machines, unit } = await samples(file('view.csv', text));
    const time = Date.UTC(2026, 10, 20, 1) / 1000;
    expect([unit, machines]).toEqual(['mhz', { a: [[time, 1546.6, null]] }]);
  });

  it('every kind tells the shape of a day too', async () => {
    const hours = Array.from({ length: 24 }, (_, h) => `a,${h * 3600},${h < 12 ? 10 : 30},`);
    const path = file('day.csv', `machine,time,cpu_percent,memory_mib\n${hours.join('\n')}\n`);
    const { shape } = await readLoadShape(path);
    expect(shape[0]).toBeCloseTo(0.5, 2);
    expect(shape[200]).toBeCloseTo(1.5, 2);
  });

  it.each([
    [
      'neg.csv',
      'machine,time,cpu_percent\na,0,-5\n',
      /neg\.csv:2: expected a number of at least 0/,
    ],
    ['word.csv', 'machine,time,cpu_percent\na,soon,5\n', /word\.csv:2: expected a time/],
    ['none.csv', 'machine,time,cpu_percent\n', /some load/],
    ['late.txt', "1700000000\nDomain: 'a'\n  cpu.time=abc\n", /late\.txt:3: expected a number/],
    [
      'vector.json',
      '{"status":"success","data":{"resultType":"matrix","result":[{}]}}',
      /query_range/,
    ],
    [
      'label.json',
      '{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"job":"x"},"values":[]}]}}',
      /a label domain/,
    ],
  ])('%s is refused with its place', async (name, text, message) => {
    const refused = readLoadSeries(file(name, text));
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toBeInstanceOf(UserError);
  });
});
