import { nth } from '../../elements.ts';
import { badInput, printable } from '../../errors.ts';
import { isUp } from '../../inventory/host-state.ts';
import { type InventoryVm, running } from '../../inventory/inventory.ts';
import { sourced } from '../../sourced.ts';
import { type Collected, listed } from './findings.ts';
import { joinHosts } from './join-hosts.ts';
import { settleClusters } from './scope.ts';

/** Memory per vCPU, MiB, outside of which a whole list is more likely in another unit. */
const [LEAST_PER_VCPU, MOST_PER_VCPU] = [48, 131_072];
/** Machines looked at to judge a unit. */
const SAMPLE = 10_000;

/** What is wrong with hosts and machines as read: everything is kept or counted, and said. */
export function checkInventory(into: Collected): void {
  nameless(into);
  onceEach(into);
  repeatedNames('machine', into.vms, into);
  repeatedNames('host', into.hosts, into);
  joinHosts(into);
  settleClusters(into);
  awayHosts(into);
  unknownStates(into);
  pausedMachines(into);
  hotPlug(into);
  emptySizes(into);
  clocks(into);
  doubtfulUnit(into);
  if ([...into.vms, ...into.hosts].some(({ name }) => name.includes('\ufffd'))) {
    into.finding(
      'bad-number',
      'names with characters that are not UTF-8, shown with a replacement mark: save the export as UTF-8',
    );
  }
}

/** Rows without a name are kept under one when they have a size, and counted when they have not. */
function nameless(into: Collected): void {
  const name = (
    what: string,
    entries: { name: string; id?: string | undefined }[],
    isEmpty: (i: number) => boolean,
  ) => {
    let [named, left, to] = [0, 0, 0];
    entries.forEach((entry, i) => {
      if (entry.name.trim() !== '') entries[to++] = entry;
      else if (isEmpty(i)) left++;
      else {
        entry.name = entry.id ?? `unnamed ${what} ${++named}`;
        if (entry.id !== undefined) named++;
        entries[to++] = entry;
      }
    });
    entries.length = to;
    if (named > 0)
      into.finding('bad-number', `${what}s without a name, kept under their ID or a number`, named);
    if (left > 0)
      into.finding('not-read', `rows of ${what}s without name and size, left out`, left);
  };
  const { vms, hosts } = into;
  name('machine', vms, (i) => nth(vms, i).vcpus === 0 && nth(vms, i).memoryMib === 0);
  name('host', hosts, (i) => nth(hosts, i).cores === 0 && nth(hosts, i).memoryMib === 0);
}

/** A machine listed again under its ID in its vCenter is the same machine. */
function onceEach(into: Collected): void {
  const seen = new Set<string>();
  let to = 0;
  for (const vm of into.vms) {
    const key = `${vm.vcenter ?? ''}\0${vm.id}\0${vm.name}`;
    if (vm.id !== undefined && seen.size === seen.add(key).size) continue;
    into.vms[to++] = vm;
  }
  const again = into.vms.length - to;
  into.vms.length = to;
  if (again > 0)
    into.finding(
      'duplicate-name',
      'rows that list a machine again, by its ID and name: counted once',
      again,
    );
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

/** States no table knows, of what takes or gives capacity. */
function unknownStates(into: Collected): void {
  const tell = (what: string, words: ReadonlySet<string>, count: number, counted: string) => {
    if (count === 0) return;
    const shown = [...words].map((word) => (word === '' ? 'no word' : `"${printable(word, 40)}"`));
    into.finding(
      'unknown-state',
      `${what} no table knows (${listed(shown)}): counted as ${counted}, and the plan is answered without them too`,
      count,
    );
  };
  const { machines, hosts } = into.unknownWords;
  const unsure = running(into.vms).filter(({ power }) => power === 'unknown');
  const away = into.hosts.filter(({ state }) => state === 'unknown');
  tell('machines whose power state', machines, unsure.length, 'running');
  tell('hosts whose state', hosts, away.length, 'up');
}

function awayHosts(into: Collected): void {
  const words = { maintenance: 'in maintenance', down: 'down', disabled: 'disabled' };
  const away = into.hosts.filter((host) => !isUp(host));
  for (const [state, word] of Object.entries(words)) {
    const names = away.filter((host) => host.state === state).map(({ name }) => name);
    if (names.length > 0)
      into.finding(
        'host-away',
        `hosts that are ${word}, no capacity: ${listed(names)}`,
        names.length,
      );
  }
}

/** vCPUs that can be plugged in are no load now; they may become one. */
function hotPlug(into: Collected): void {
  const more = running(into.vms).filter(({ vcpus, maxVcpus }) => (maxVcpus ?? 0) > vcpus);
  const sum = (pick: (vm: InventoryVm) => number) => more.reduce((all, vm) => all + pick(vm), 0);
  if (more.length > 0)
    into.finding(
      'assumed',
      `machines that can be given more vCPUs than they have: ${sum((vm) => vm.vcpus)} now count, ${sum((vm) => vm.maxVcpus!)} at most`,
      more.length,
    );
}

function pausedMachines(into: Collected): void {
  const count = into.vms.filter(({ power }) => power === 'suspended').length;
  if (count > 0)
    into.finding(
      'assumed',
      'suspended or paused machines: they keep their memory and ask for no CPU',
      count,
    );
}

function emptySizes(into: Collected): void {
  const machines = into.vms.filter(
    ({ power, template, vcpus, memoryMib }) =>
      power !== 'off' && !template && (vcpus === 0 || memoryMib === 0),
  ).length;
  if (machines > 0)
    into.finding(
      'bad-number',
      'running machines without vCPUs or memory: they take nothing of what they lack',
      machines,
    );
  const hosts = into.hosts.filter((host) => host.cores === 0 || host.memoryMib === 0).length;
  if (hosts > 0)
    into.finding('bad-number', 'hosts without cores or memory: nothing fits on them', hosts);
}

/** More vCPUs or cores than any machine has, and than the queues of its host could be worked out for. */
const MOST_CPUS = 100_000;

/** Refuses sizes that no machine or host can have. */
export function checkSizes(file: string, { hosts, vms }: Collected): void {
  const of = (what: string, name: string, cpus: number) => {
    if (cpus <= MOST_CPUS) return;
    throw badInput({
      file,
      expected: `at most ${MOST_CPUS.toLocaleString('en-US')} ${what} of ${printable(name, 80)}`,
      found: `${cpus}`,
    });
  };
  for (const { name, cores } of hosts) of('cores', name, cores);
  for (const { name, vcpus } of vms) of('vCPUs', name, vcpus);
}

/** Clock of a server whose export names none: it moves shares of GHz and energy, not whether machines fit. */
const ASSUMED_CLOCK = sourced(
  2500,
  'MHz',
  'estimated',
  'between the base clocks of two-socket servers sold, 2.0 to 3.1 GHz',
  0.2,
);

function clocks(into: Collected): void {
  const without = into.hosts.filter((host) => host.mhzPerCore === 0);
  for (const host of without) host.mhzPerCore = ASSUMED_CLOCK.value;
  if (without.length > 0)
    into.finding(
      'assumed',
      `hosts without a clock, ${ASSUMED_CLOCK.value} MHz a core assumed: it moves shares of GHz and energy, not whether machines fit`,
      without.length,
    );
}

const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1];

/** A whole list in GiB or KiB under a header of MiB: said, not changed. */
function doubtfulUnit(into: Collected): void {
  const judge = (what: string, entries: readonly { memoryMib: number; vcpus: number }[]) => {
    const ratios = entries
      .filter(({ memoryMib, vcpus }) => memoryMib > 0 && vcpus > 0)
      .slice(0, SAMPLE)
      .map(({ memoryMib, vcpus }) => memoryMib / vcpus);
    const typical = median(ratios);
    if (typical === undefined || (typical >= LEAST_PER_VCPU && typical <= MOST_PER_VCPU)) return;
    into.finding(
      'unit',
      `memory of ${what} looks like another unit: ${Number(typical.toPrecision(3))} MiB per CPU is usual in this export; read as written`,
    );
  };
  const hosts = into.hosts.map(({ memoryMib, cores }) => ({ memoryMib, vcpus: cores }));
  judge('machines', running(into.vms) as InventoryVm[]);
  judge('hosts', hosts);
}
