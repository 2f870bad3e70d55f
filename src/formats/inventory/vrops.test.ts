import { describe, expect, it } from 'vitest';
import { fleet, forms } from '../../../test/fleets/index.ts';
import { refusal, sites } from '../../../test/sites.ts';

const { read, readAll } = sites('vrops');

describe('views of Aria Operations', () => {
  const view = (...rows: string[]) => `\ufeff${rows.join('\r\n')}\r\n`;
  const load = view(
    '"Name","Interval Breakdown","VM|CPU|Demand (MHz)|Avg"',
    '"app-01","12:00 AM 20 November 2026","1,000.5"',
    '"app-01","1:00 AM 20 November 2026","0.5 GHz"',
    '"app-01","2:00 AM 20 November 2026","-"',
  );

  it('with load alone are refused with what is missing, and add demand to an inventory in a folder', async () => {
    expect(await refusal(read(load))).toMatch(
      /vCPUs and memory of each machine.*folder with an inventory/,
    );
    const { vms } = await readAll({ ...forms.RVTools!.files(fleet), 'x World.csv': load });
    expect(vms.find(({ name }) => name === 'app-01')!.cpuDemandMhz).toBeCloseTo(750.25);
  });

  it('with sizes are an inventory', async () => {
    const { vms } = await read(
      view(
        '"Name","VM|Configuration|Hardware|Number of CPUs (vCPUs)|Last","VM|Memory|Total Capacity (GB)|Last","VM|Summary|Runtime|Power State|Last","VM|Summary|Parent Cluster|Last","VM|Summary|Parent Host|Last"',
        '"a","4","16","Powered On","C","h"',
        '"b","2","4,096 MB","Powered Off","C","-"',
      ),
    );
    expect(
      vms.map(({ vcpus, memoryMib, power, cluster, host }) => [
        vcpus,
        memoryMib,
        power,
        cluster,
        host,
      ]),
    ).toEqual([
      [4, 16_384, 'on', 'C', 'h'],
      [2, 4096, 'off', 'C', ''],
    ]);
  });

  it('of hosts give use and maintenance to the hosts of an inventory', async () => {
    const hosts = view(
      '"Name","Interval Breakdown","Host|CPU|Usage|Avg","Host|CPU|Capacity Available to VMs|Last","Host|Runtime|Maintenance State|Last"',
      '"node-a","12:00 AM 20 November 2026","10,000","40,000","inMaintenance"',
      '"node-a","1:00 AM 20 November 2026","20,000","40 GHz","-"',
    );
    const inventory = await readAll({ ...forms.RVTools!.files(fleet), h: hosts });
    expect(inventory.hosts[0]).toMatchObject({
      name: 'node-a',
      cpuUse: 0.375,
      state: 'maintenance',
    });
  });

  it('in another language of numbers are refused by line', async () => {
    expect(await refusal(read(view('"Name","VM|CPU|Demand (MHz)|Avg"', '"a","1.000,5"')))).toMatch(
      /:2: expected a number such as 1,546\.6.*English/,
    );
  });
});
