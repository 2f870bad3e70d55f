import { group, lastOf, nth } from '../../elements.ts';
import { combine, guestStats } from './build.ts';
import { counterMeaning } from './exit-reasons.ts';
import type { GuestStats, GuestStatsFormat, Scheduling } from './guest-stats.ts';
import { count, fail, type Line, linesOf, timestamp } from './text.ts';

interface Snapshot {
  name: string;
  at: Line;
  time: number | undefined;
  values: Map<string, { text: string; at: Line }>;
}

const PER_VCPU = /^vcpu\.(\d{1,5})\.(.+)$/;
const MAX_SNAPSHOTS = 10_000;

function snapshotsOf(lines: readonly Line[]): Snapshot[] {
  const snapshots: Snapshot[] = [];
  let time: number | undefined;
  for (const line of lines) {
    const text = line.text.trim();
    const domain = /^Domain: '(.*)'$/.exec(text);
    const stamp = timestamp(text);
    if (text === '') continue;
    if (stamp !== undefined) time = stamp;
    else if (domain) {
      if (snapshots.length >= MAX_SNAPSHOTS) fail(line, `at most ${MAX_SNAPSHOTS} domains`, 'more');
      snapshots.push({ name: group(domain, 1), at: line, time, values: new Map() });
    } else {
      const pair = /^([A-Za-z0-9_.-]{1,200})=(.*)$/.exec(text);
      const values = snapshots.at(-1)?.values;
      if (!pair || !values) fail(line, values ? 'key=value' : "Domain: 'NAME'", text);
      if (values.has(group(pair, 1))) fail(line, 'each key once in a domain', text);
      values.set(group(pair, 1), { text: group(pair, 2), at: line });
    }
  }
  return snapshots;
}

/** `exits`, `io_exits` … summed over vCPUs; newer libvirt writes `.sum` behind the name (and `.cur`, `.max`, `.avg`). */
function perVcpu(snapshot: Snapshot): { sums: Map<string, number>; vcpus: number } {
  const sums = new Map<string, number>();
  const seen = new Set<string>();
  for (const [key, { text, at }] of snapshot.values) {
    const match = PER_VCPU.exec(key);
    if (!match || /\.(cur|max|avg|min)$/.test(key)) continue;
    seen.add(group(match, 1));
    const name = group(match, 2).replace(/\.sum$/, '');
    if (!/^\d/.test(text)) {
      if (name === 'time' || /(^|_)exits$/.test(name)) fail(at, `a whole number as ${key}`, text);
      continue;
    }
    sums.set(name, (sums.get(name) ?? 0) + count(text, at, key));
  }
  const stated = snapshot.values.get('vcpu.current');
  return { sums, vcpus: stated ? count(stated.text, stated.at, 'vcpu.current') : seen.size };
}

function cpuTime(snapshot: Snapshot): number | undefined {
  const entry = snapshot.values.get('cpu.time');
  return entry && count(entry.text, entry.at, 'cpu.time');
}

function difference(now: number, before: number, at: Line, name: string): number {
  if (now >= before) return now - before;
  return fail(
    at,
    `${name} of at least ${before}, as in the snapshot before`,
    String(now),
    'Did the guest restart?',
  );
}

function guestOf(list: readonly Snapshot[]): GuestStats {
  const first = nth(list, 0);
  const last = lastOf(list);
  const one = list.length === 1;
  const after = perVcpu(last);
  const before = one ? new Map<string, number>() : perVcpu(first).sums;
  const delta = new Map<string, number>();
  for (const [name, value] of after.sums) {
    // A field the earlier snapshot lacks (another version, a hot-added vCPU) has no known difference.
    if (one || before.has(name))
      delta.set(name, difference(value, before.get(name) ?? 0, last.at, name));
  }
  const known = [...delta].filter(([name]) => counterMeaning(name) !== undefined);
  const cpuNow = cpuTime(last);
  const cpuThen = one ? 0 : cpuTime(first);
  const scheduling: Scheduling = {};
  const steal = delta.get('delay');
  if (steal !== undefined) scheduling.stealNs = steal;
  if (cpuNow !== undefined && cpuThen !== undefined)
    scheduling.cpuNs = difference(cpuNow, cpuThen, last.at, 'cpu.time');
  const warnings: string[] = [];
  if (one) warnings.push('One snapshot: totals since the guest started, so no rates. Take two.');
  if (list.length > 2) warnings.push(`${list.length} snapshots: the last minus the first.`);
  const seconds =
    one || first.time === undefined || last.time === undefined ? undefined : last.time - first.time;
  if (!one && seconds === undefined)
    warnings.push('No time stands between the snapshots: give --seconds for rates.');
  if (seconds !== undefined && !(seconds > 0))
    fail(last.at, 'a later time than of the snapshot before', String(seconds));
  if (seconds !== undefined && steal !== undefined && after.vcpus > 0) {
    scheduling.readyPercent = (steal / (seconds * 1e9 * after.vcpus)) * 100;
  }
  const exits = delta.get('exits');
  return guestStats({
    format: 'virsh-domstats',
    title: last.name,
    ...(seconds !== undefined ? { seconds } : {}),
    ...(after.vcpus > 0 ? { vcpus: after.vcpus } : {}),
    counters: known.map(([name, value]) => ({ name, count: value })),
    ...(exits !== undefined ? { totalExits: exits } : {}),
    scheduling,
    warnings,
  });
}

export const virshDomstats: GuestStatsFormat = {
  id: 'virsh-domstats',
  title: 'virsh domstats, one snapshot or two',
  describe: 'exits by kind, CPU time and steal (vcpu.N.delay) of each vCPU',
  make: '(date +%s; virsh domstats --vcpu --cpu-total GUEST; sleep 10; date +%s; virsh domstats --vcpu --cpu-total GUEST) > FILE',
  sniff: (text) => /^[ \t]*Domain: '.*'[ \t\r]*$/m.test(text),
  read(text, file) {
    const snapshots = snapshotsOf(linesOf(text, file));
    if (snapshots.length === 0) fail({ file, line: 1 }, "Domain: 'NAME'", text.slice(0, 80));
    const byName = new Map<string, Snapshot[]>();
    for (const snapshot of snapshots) {
      const list = byName.get(snapshot.name);
      if (list) list.push(snapshot);
      else byName.set(snapshot.name, [snapshot]);
    }
    return combine('virsh-domstats', [...byName.values()].map(guestOf), []);
  },
};
