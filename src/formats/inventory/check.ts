import { sameHost } from '../../inventory/host-names.ts';
import { type InventoryHost, type InventoryVm, running } from '../../inventory/inventory.ts';
import { type Collected, DEFAULT_CLUSTER } from './findings.ts';

/** Memory per vCPU, MiB, outside of which a whole list is more likely in another unit. */
const [LEAST_PER_VCPU, MOST_PER_VCPU] = [48, 131_072];
/** Machines looked at to judge a unit. */
const SAMPLE = 10_000;

const listed = (names: readonly string[]) =>
  `${names.slice(0, 8).join(', ')}${names.length > 8 ? ', …' : ''}`;

/** What is wrong with hosts and machines as read: everything is kept, and said. */
export function checkInventory(into: Collected): void {
  repeatedNames('machine', into.vms, into);
  repeatedNames('host', into.hosts, into);
  joinHosts(into);
  emptySizes(into);
  doubtfulUnit(into);
  if ([...into.vms, ...into.hosts].some(({ name }) => name.includes('\ufffd'))) {
    into.finding(
      'bad-number',
      'names with characters that are not UTF-8, shown with a replacement mark: save the export as UTF-8',
    );
  }
}

function repeatedNames(what: string, entries: readonly { name: string }[], into: Collected): void {
  const seen = new Set<string>();
  const twice: string[] = [];
  let count = 0;
  for (const { name } of entries) {
    if (seen.size === seen.add(name).size) {
      count++;
      if (twice.length < 9) twice.push(name);
    }
  }
  if (count > 0) {
    into.finding(
      'duplicate-name',
      `${what} names used more than once, all kept: ${listed(twice)}`,
      count,
    );
  }
}

/** Names of hosts that machines give against the host list, by the short name where the full one differs. */
function joinHosts(into: Collected): void {
  if (into.hosts.length === 0) return;
  const known = new Map(into.hosts.map((host) => [host.name, host]));
  const used = new Set(into.vms.map((vm) => vm.host));
  used.delete('');
  const renamed: string[] = [];
  const absent: string[] = [];
  const meant = new Map<string, InventoryHost>();
  const shorts = shortNames(into.hosts);
  for (const name of used) {
    const exact = known.get(name);
    const host = exact ?? shorts(name);
    if (host) meant.set(name, host);
    if (!exact) (host ? renamed : absent).push(name);
  }
  for (const vm of into.vms) {
    if (vm.cluster === DEFAULT_CLUSTER) vm.cluster = meant.get(vm.host)?.cluster ?? vm.cluster;
  }
  if (renamed.length > 0) {
    into.finding(
      'renamed-host',
      `hosts named differently by their machines and in the host list, matched by short name: ${listed(renamed)}`,
      renamed.length,
    );
  }
  if (absent.length > 0) {
    into.finding(
      'unknown-host',
      `hosts of machines that no host list names; their machines are kept: ${listed(absent)}`,
      absent.length,
    );
  }
  const filled = new Set(meant.values());
  const empty = into.hosts.filter((host) => !filled.has(host)).map((host) => host.name);
  if (empty.length > 0 && used.size > 0)
    into.finding('host-without-vms', `hosts without machines: ${listed(empty)}`, empty.length);
}

/** Most hosts the slow comparison of endings is tried for. */
const MOST_COMPARED = 2000;

/** The host another spelling of its name means. */
function shortNames(hosts: readonly InventoryHost[]): (name: string) => InventoryHost | undefined {
  const short = (name: string) => name.toLowerCase().replace(/\..*$/, '');
  const byShort = new Map(hosts.map((host) => [short(host.name), host]));
  return (name) =>
    byShort.get(short(name)) ??
    (hosts.length <= MOST_COMPARED ? hosts.find((host) => sameHost(host.name, name)) : undefined);
}

function emptySizes(into: Collected): void {
  const machines = running(into.vms).filter((vm) => vm.vcpus === 0 || vm.memoryMib === 0).length;
  if (machines > 0)
    into.finding(
      'bad-number',
      'running machines without vCPUs or memory: they take nothing',
      machines,
    );
  const hosts = into.hosts.filter((host) => host.cores === 0 || host.memoryMib === 0).length;
  if (hosts > 0)
    into.finding('bad-number', 'hosts without cores or memory: nothing fits on them', hosts);
}

const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1];

/** A whole list in GiB or KiB under a header of MiB: said, not changed. */
function doubtfulUnit(into: Collected): void {
  const judge = (what: string, entries: readonly { memoryMib: number; vcpus: number }[]) => {
    const ratios = entries
      .filter(({ memoryMib, vcpus }) => memoryMib > 0 && vcpus > 0)
      .slice(0, SAMPLE)
      .map(({ memoryMib, vcpus }) => memoryMib / vcpus);
    const usual = median(ratios);
    if (usual === undefined || (usual >= LEAST_PER_VCPU && usual <= MOST_PER_VCPU)) return;
    into.finding(
      'unit',
      `memory of ${what} looks like another unit: ${Number(usual.toPrecision(3))} MiB per CPU is usual in this export; read as written`,
    );
  };
  const hosts = into.hosts.map(({ memoryMib, cores }) => ({ memoryMib, vcpus: cores }));
  judge('machines', running(into.vms) as InventoryVm[]);
  judge('hosts', hosts);
}
