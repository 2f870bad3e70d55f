import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { UserError } from '../../errors.ts';
import { planRules } from '../../plan/rules/index.ts';
import { planRulesCommand } from './rules.ts';

afterEach(() => vi.restoreAllMocks());

type Values = Record<string, unknown>;

/** Results of `plan rules RULE NAME=VALUE... --json`. */
async function values(rule: string, inputs: Values): Promise<Values> {
  let out = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  const plan = new Command().exitOverride();
  planRulesCommand(plan);
  const words = Object.entries(inputs).map(([name, value]) =>
    typeof value === 'string' ? `${name}=${value}` : `${name}=${JSON.stringify(value)}`,
  );
  await plan.parseAsync(['rules', rule, ...words, '--json'], { from: 'user' });
  vi.restoreAllMocks();
  return (JSON.parse(out) as { results: { values: Values }[] }).results[0]!.values;
}

const file = new URL('../../plan/rules/worked-examples.json', import.meta.url);
const examples = JSON.parse(readFileSync(file, 'utf8'));

describe('worked examples, through the command line', () => {
  it.each(examples.kubevirt_overhead.cases as Record<string, number>[])(
    'overhead of a virt-launcher pod: %o',
    async ({ mem, vcpu, main, mid, v218, ocp_docs_one_graphics: docs }) => {
      const found = await values('kubevirt_overhead', { mem, vcpu });
      expect(found).toMatchObject({ overhead_mib: main, main, mid, v218 });
      expect(found.ocp_docs).toBeCloseTo(docs!, 9);
      const old = await values('kubevirt_overhead', { mem, vcpu, version: 'v218' });
      expect(old.overhead_mib).toBe(v218);
    },
  );

  it.each(examples.ocp_system_reserved.memory_gib as [number, number][])(
    'memory a node of %f GiB keeps: %f GiB',
    async (memory_gib, reserved) => {
      const found = await values('ocp_system_reserved', { memory_gib });
      expect(found.reserved_memory_gib).toBeCloseTo(reserved, 9);
      const { cores, mib, disk_gib } = examples.ocp_system_reserved.kubevirt_extra_per_worker;
      expect(found).toMatchObject({
        extra_cores: cores,
        extra_memory_mib: mib,
        extra_disk_gib: disk_gib,
      });
    },
  );

  it.each(examples.ocp_system_reserved.cpu as [number, number][])(
    'cores a node of %i threads keeps: %f',
    async (threads, cores) => {
      const found = await values('ocp_system_reserved', { threads });
      expect(found.reserved_cores).toBeCloseTo(cores, 9);
    },
  );

  it.each(examples.wasp_swap.cases as [number, number, number][])(
    'swap of a node: %f GiB at %f %% is %f GiB',
    async (ram, percent, swap) => {
      expect(await values('wasp_swap', { ram, percent })).toEqual({ swap_gib: swap });
    },
  );

  it.each(examples.vmware_cores as Values[])('VMware: %o', async (example) => {
    const { hosts, vsan_tib_raw, ...expected } = example;
    const found = await values('vmware_cores', {
      hosts,
      ...(vsan_tib_raw === undefined ? {} : { vsan_tib_raw }),
    });
    expect(found).toMatchObject(expected);
  });

  it.each(examples.windows as Values[])('Windows Server: %o', async (example) => {
    const { core_licences, standard, datacenter, why: _, ...inputs } = example;
    const found = await values('windows', inputs);
    if (core_licences !== undefined) expect(found.core_licences).toBe(core_licences);
    if (standard !== undefined) expect(found).toMatchObject({ standard, datacenter });
  });

  it.each(examples.sql as Values[])('SQL Server: %o', async (example) => {
    const { core_licences, ...inputs } = example;
    expect((await values('sql', inputs)).core_licences).toBe(core_licences);
  });

  it.each(examples.rhel as Values[])('RHEL: %o', async (example) => {
    const { subs, vdc, ...inputs } = example;
    const found = await values('rhel', inputs);
    if (subs !== undefined) expect(found.subs).toBe(subs);
    if (vdc !== undefined) expect(found).toMatchObject({ vdc, vdc_cheaper: true });
  });

  it.each(examples.openshift_bare_metal as Values[])('OpenShift: %o', async (example) => {
    const { subs, ...inputs } = example;
    expect((await values('openshift_bare_metal', inputs)).subs).toBe(subs);
  });

  it.each(examples.oracle as Values[])('Oracle: %o', async (example) => {
    const { licences, ...inputs } = example;
    expect((await values('oracle', inputs)).licences).toBe(licences);
  });

  it.each(examples.suse_memory as Values[])('SUSE: %o', async ({ tib, subs }) => {
    expect(await values('suse_memory', { tib })).toEqual({ subs });
  });

  it.each(examples.dpm as Values[])('DPM: %o', async ({ action, ...inputs }) => {
    expect((await values('dpm', inputs)).action).toBe(action);
  });

  it('Azure Migrate: effective need with and without history, and stars', async () => {
    const [{ effective, ...inputs }] = examples.azure_migrate.cases;
    expect((await values('azure_migrate', inputs)).effective).toBe(effective);
    expect((await values('azure_migrate', { ...inputs, percent: null })).effective).toBe(10);
    for (const [points, stars] of examples.azure_migrate.stars) {
      const found = await values('azure_migrate', { data_points_percent: points });
      expect(found.stars).toBe(stars);
    }
    expect((await values('azure_migrate', { data_points_percent: 0 })).stars).toBe(1);
    expect((await values('azure_migrate', { data_points_percent: 21 })).stars).toBe(2);
  });

  it.each(examples.nutanix_sizing.cases as [number, number | null, number][])(
    'sizing by P95: %i vCPU at %o %% keep %i',
    async (vcpu, p95, vcpus) => {
      expect((await values('nutanix_sizing', { vcpu, p95 })).vcpus).toBe(vcpus);
    },
  );

  it('ready time: 10 % per vCPU in the milliseconds of each chart', async () => {
    const expected = examples.ready_ms_for_10_percent_per_vcpu as Record<string, number>;
    for (const [key, ms] of Object.entries(expected)) {
      const chart = key.split('_')[0];
      expect((await values('ready_time', { percent: 10, chart })).ready_ms).toBe(ms);
      const back = await values('ready_time', { ms: ms * 4, chart, vcpu: 4 });
      expect(back.ready_percent_per_vcpu).toBeCloseTo(10, 9);
    }
  });
});

describe('terms of the overhead that the examples leave out', () => {
  const base = { mem: 8192, vcpu: 4 };
  // 8,192/512 + 240 + 8 x 4 + 8 = 296 without graphics.
  it.each([
    ['no graphics', { graphics: 0 }, 296],
    ['two graphics devices count once', { graphics: 2 }, 328],
    ['arm64', { arm64: true }, 456],
    ['three VFIO devices count once', { vfio: 3 }, 1352],
    ['SEV and TPM', { sev: true, tpm: true }, 637],
    ['dedicated CPUs and Guaranteed once', { dedicated_cpu: true, guaranteed: true }, 428],
    ['two exec probes', { exec_probes: 2 }, 448],
    ['downward metrics', { downward_metrics: true }, 329],
    ['the ratio last', { reserved: 72, ratio: 1.5 }, 600],
  ])('%s', async (_, more, mib) => {
    expect((await values('kubevirt_overhead', { ...base, ...more })).overhead_mib).toBe(mib);
  });

  it('Red Hat prints 1 GiB for each device, and memory is overcommitted before the overhead', async () => {
    const docs = { ...base, version: 'ocp_docs', vfio: 3 };
    const found = await values('kubevirt_overhead', docs);
    expect(found.overhead_mib).toBeCloseTo(0.002 * 8192 + 218 + 32 + 16 + 3072, 9);
    const half = await values('kubevirt_overhead', { ...base, memory_overcommit: 200 });
    expect(half.pod_request_mib).toBe(4096 + 328);
  });
});

describe('Windows Server', () => {
  it('list prices of 1,176 and 6,771 make Datacenter cheaper from 11 VMs: six sets are 7,056', async () => {
    const prices = { price_standard_16: 1176, price_datacenter_16: 6771, currency: 'USD' };
    const at = (vms: number) => values('windows', { sockets: 1, cores: 16, vms, ...prices });
    expect(await at(10)).toMatchObject({ cost_standard: 5880, cost_datacenter: 6771 });
    expect(await at(11)).toMatchObject({ cost_standard: 7056, datacenter_from_vms: 11 });
  });
});

describe('bad inputs', () => {
  it.each([
    ['windows', { sockets: 2, cores: 16, per_vm: true, vcpu: 4 }, /either per_vm/],
    ['windows', { sockets: 2, cores: 16, price_standard_16: 5 }, /currency/],
    ['windows', { sockets: 2 }, /sockets and cores/],
    ['sql', { host_sockets: 2, host_cores: 32, edition: 'standard' }, /per VM alone/],
    ['oracle', { cores: 4, factor: 0.5, processor: 'x86' }, /not both/],
    ['oracle', { cores: -1 }, /cores/],
    ['wasp_swap', { ram: 16, percent: 50 }, /percent.*100/],
    ['ha_percentage', { hosts: 2, failures: 2 }, /fewer failures/],
    ['rhel', { vcpu: 2 }, /known inputs, found "vcpu"/],
    ['no_such_rule', {}, /a rule \(vmware_cores/],
  ])('%s %o is refused and says what is wrong', async (rule, inputs, message) => {
    const refused = values(rule, inputs);
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toBeInstanceOf(UserError);
  });
});

it('every rule works for its own example and says where it was read', () => {
  for (const rule of planRules) {
    expect(String(rule.answer(rule.example).sentence), rule.id).toMatch(/\.$/);
    expect(rule.source.length, rule.id).toBeGreaterThan(10);
    expect(rule.date, rule.id).toMatch(/^20\d\d/);
    expect(JSON.stringify(rule.answer(rule.example)), rule.id).not.toMatch(/NaN|Infinity/);
  }
  expect(new Set(planRules.map(({ id }) => id)).size).toBe(planRules.length);
});
