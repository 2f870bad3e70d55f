import { parse as parseCsv } from 'csv-parse/sync';
import { z } from 'zod';
import { present } from '../../elements.ts';
import { badInput, UserError } from '../../errors.ts';
import { readText } from '../../files/read-input.ts';
import { readYaml } from '../../files/read-yaml.ts';
import { costs, type OvercommitHost, type VmMemory } from '../../model/overcommit/reclaim.ts';
import { reclaimProfiles } from '../../model/overcommit/reclaim-profile.ts';
import { inMib } from '../../quantity-field.ts';

const MAX_VMS = 10_000;
const MAX_BYTES = 64 * 1024 * 1024;

const mb = z.number().finite().min(0).max(1e9);

const vmSchema = z.strictObject({
  id: z.string().min(1).max(100),
  count: z.number().int().min(1).max(MAX_VMS).default(1),
  configuredMb: inMib(mb.positive()),
  consumedMb: inMib(mb).optional(),
  activeMb: inMib(mb).optional(),
  guestFreeMb: inMib(mb).default(0),
  shareableMb: inMib(mb).default(0),
  reservationMb: inMib(mb).default(0),
  limitMb: inMib(mb).optional(),
  shares: z.number().positive().max(1e9).optional(),
});

/** What the YAML file of `virtcost overcommit` holds. */
export const overcommitSchema = z.strictObject({
  host: z.strictObject({
    memoryMb: inMib(mb.positive()),
    profile: z.enum(['esxi-6', 'esx-2002']).default('esxi-6'),
    largePages: z.boolean().default(true),
    idleTax: z.number().min(0).max(0.99).default(0.75),
    swap: z.enum(['ssd', 'disk']).default('ssd'),
    overcommitRatio: z.number().min(0.1).max(100).default(1),
  }),
  vms: z.array(vmSchema).min(1).max(MAX_VMS),
});

export interface OvercommitScenario {
  host: OvercommitHost;
  overcommitRatio: number;
  vms: VmMemory[];
}

/** Shares a MB by default: 10, the level "normal" of vSphere. */
const SHARES_PER_MB = 10;

/** A host and its VMs from YAML; `count` makes copies of a VM. */
export async function readOvercommitScenario(path: string): Promise<OvercommitScenario> {
  const what = 'host: {memoryMb, ...} and vms: [{id, configuredMb, ...}]';
  const { value } = await readYaml(path, overcommitSchema, what, MAX_BYTES);
  const { host, vms } = value;
  if (vms.reduce((sum, vm) => sum + vm.count, 0) > MAX_VMS) {
    throw badInput({ file: path, expected: `at most ${MAX_VMS} VMs`, found: 'more' });
  }
  return {
    overcommitRatio: host.overcommitRatio,
    host: {
      memoryMb: host.memoryMb,
      profile: present(reclaimProfiles.find((profile) => profile.id === host.profile)),
      largePages: host.largePages,
      idleTax: host.idleTax,
      swapIn: host.swap === 'ssd' ? costs.swapInSsd : costs.swapInDisk,
    },
    vms: vms.flatMap(({ count, ...vm }) =>
      Array.from({ length: count }, (_, i) => toVm(path, vm, count > 1 ? `-${i + 1}` : '')),
    ),
  };
}

function toVm(path: string, vm: Omit<z.infer<typeof vmSchema>, 'count'>, suffix: string): VmMemory {
  const consumedMb = vm.consumedMb ?? vm.configuredMb;
  const activeMb = vm.activeMb ?? consumedMb;
  const limitMb = vm.limitMb ?? Number.POSITIVE_INFINITY;
  const wrong = (what: string) => badInput({ file: path, expected: what, found: `VM "${vm.id}"` });
  if (consumedMb > vm.configuredMb) throw wrong('consumedMb up to configuredMb');
  if (activeMb > consumedMb) throw wrong('activeMb up to consumedMb');
  if (vm.reservationMb > vm.configuredMb) throw wrong('reservationMb up to configuredMb');
  return {
    id: vm.id + suffix,
    configuredMb: vm.configuredMb,
    consumedMb,
    activeMb,
    guestFreeMb: Math.min(vm.guestFreeMb, consumedMb - activeMb),
    shareableMb: Math.min(vm.shareableMb, consumedMb),
    reservationMb: vm.reservationMb,
    limitMb,
    shares: vm.shares ?? SHARES_PER_MB * vm.configuredMb,
  };
}

export interface WorkingSets {
  /** Ascending. */
  seconds: number[];
  /** Per time: active and, where given, consumed MB of VMs by id. */
  at: Map<string, { activeMb: number; consumedMb: number | null }>[];
}

const MAX_ROWS = 1_000_000;

/** VMs a name in the file stands for: the one of that id, or all of a group written with `count`. */
function vmsNamed(name: string, ids: readonly string[]): readonly string[] {
  if (ids.includes(name)) return [name];
  return ids.filter((id) => id.startsWith(`${name}-`) && /^\d+$/.test(id.slice(name.length + 1)));
}

/**
 * Working sets over time from CSV with the columns seconds, vm, active_mb and, optionally, consumed_mb. `ids` are the VMs
 * of the scenario; a row may name one of them or a group.
 */
export async function readWorkingSets(path: string, ids: readonly string[]): Promise<WorkingSets> {
  const text = await readText(path, MAX_BYTES);
  let rows: Record<string, string>[];
  try {
    rows = parseCsv(text, { columns: true, skip_empty_lines: true, trim: true, to: MAX_ROWS });
  } catch (error) {
    throw badInput({
      file: path,
      expected: 'CSV with a header line',
      found: (error as Error).message,
    });
  }
  const times = new Map<number, WorkingSets['at'][number]>();
  rows.forEach((row, i) => {
    const number = (name: string) => {
      const cell = row[name];
      const value = cell === undefined || cell === '' ? Number.NaN : Number(cell);
      if (Number.isFinite(value) && value >= 0) return value;
      throw badInput({
        file: path,
        line: i + 2,
        expected: `a number of 0 or more in "${name}"`,
        found: cell === undefined ? 'no such column' : `"${cell}"`,
      });
    };
    const seconds = number('seconds');
    const consumedMb = row.consumed_mb ? number('consumed_mb') : null;
    const name = row.vm ?? '';
    const named = vmsNamed(name, ids);
    if (named.length === 0) {
      throw badInput({
        file: path,
        line: i + 2,
        expected: 'a VM of the scenario in "vm"',
        found: `"${name}"`,
      });
    }
    const step = times.get(seconds) ?? new Map();
    const activeMb = number('active_mb');
    for (const id of named) step.set(id, { activeMb, consumedMb });
    times.set(seconds, step);
  });
  if (times.size === 0) throw new UserError(`${path}: expected rows of working sets, found none.`);
  const seconds = [...times.keys()].sort((a, b) => a - b);
  return { seconds, at: seconds.map((time) => present(times.get(time))) };
}
