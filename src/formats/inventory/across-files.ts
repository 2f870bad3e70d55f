import { lastOf, nth } from '../../elements.ts';
import type { InputProblem } from '../../errors.ts';
import { isAddress, isShortOf, labelsOf } from '../../inventory/host-names.ts';
import { type HostState, worstOf } from '../../inventory/host-state.ts';
import type { InventoryFinding, InventoryHost, InventoryVm } from '../../inventory/inventory.ts';
import type { PowerState } from '../../inventory/power-state.ts';

/** CPUs of a host whose own list counts threads alone. */
export interface Topology {
  cores: number;
  sockets: number;
  mhzPerCore: number;
}

type SomeHost = Partial<InventoryHost> & { name: string };
type SomeVm = Partial<InventoryVm> & { name: string };

/** What hosts and machines are collected in. */
interface Sink {
  readonly hosts: InventoryHost[];
  readonly vms: InventoryVm[];
  host(host: SomeHost): void;
  vm(vm: SomeVm): void;
  finding(kind: InventoryFinding['kind'], message: string, count?: number): void;
}

/** What one file of a folder says of what another one lists. */
export class AcrossFiles {
  /** Names of hosts and clusters by the ids that other files call them by. */
  readonly names = new Map<string, string>();
  /** What other files say of the CPUs of hosts, by what tells those apart. */
  readonly topologies = new Map<string, Topology>();
  /** States of hosts from files of load. */
  readonly hostStates = new Map<string, HostState>();
  private readonly sink: Sink;
  private readonly keyedHosts = new Map<string, InventoryHost>();
  private readonly keyedVms = new Map<string, InventoryVm>();
  private readonly listedDomains = new Map<string, PowerState>();
  private readonly partials: InputProblem[] = [];

  constructor(sink: Sink) {
    this.sink = sink;
  }

  /** A host that several files list: what the first of them lacks, a later one gives. */
  host(key: string, host: SomeHost): void {
    const known = this.keyedHosts.get(key);
    if (known) fillIn(known, host);
    else {
      this.sink.host(host);
      this.keyedHosts.set(key, lastOf(this.sink.hosts));
    }
  }

  /** A machine that several files list: what the first lacks a later one gives; what `counts` says goes before. */
  vm(key: string, vm: SomeVm, weight: 'fills in' | 'counts' = 'fills in'): void {
    const known = this.keyedVms.get(key);
    if (!known) {
      this.sink.vm(vm);
      this.keyedVms.set(key, lastOf(this.sink.vms));
    } else if (weight === 'counts') Object.assign(known, withoutBlanks(vm));
    else fillIn(known, vm);
  }

  /** The state virsh list says a domain is in. */
  domainState(name: string, power: PowerState): void {
    this.listedDomains.set(name, power);
  }

  /** A file that is read but says too little by itself: refused with this where nothing else has machines. */
  partial(problem: InputProblem): void {
    this.partials.push(problem);
  }

  /** What was too little, where nothing was enough. */
  get tooLittle(): InputProblem | undefined {
    return this.partials[0];
  }

  /** What virsh list says of a domain; without --all it leaves out those that do not run. */
  powerOf(domain: string): { power?: PowerState } {
    if (this.listedDomains.size === 0) return {};
    const power = this.listedDomains.get(domain);
    if (power !== undefined) return { power };
    this.sink.finding(
      'assumed',
      'domains that virsh list leaves out, as it does with those that do not run unless asked with --all: counted as off',
    );
    return { power: 'off' };
  }

  /** Joins what files said. Call once, when all are read; `described`: domains somebody gave a size. */
  settle(described: ReadonlySet<string>): void {
    const { hosts, vms } = this.sink;
    const named = (id: string) => this.names.get(id) ?? id;
    if (this.names.size > 0) {
      for (const host of hosts) host.cluster = named(host.cluster);
      for (const vm of vms) Object.assign(vm, { cluster: named(vm.cluster), host: named(vm.host) });
    }
    const stateOf = byHostName(this.hostStates);
    for (const host of hosts) host.state = worstOf([host.state, stateOf(host.name) ?? 'up']);
    const unseen = [...this.listedDomains.keys()].filter((name) => !described.has(name));
    if (unseen.length === 0) return;
    this.sink.finding(
      'not-read',
      'domains of virsh list without XML or statistics: nobody says their sizes',
      unseen.length,
    );
  }
}

/** Looks up by a host's whole name, else by a name that is its short or long form where one alone is. */
export function byHostName<T>(entries: ReadonlyMap<string, T>): (name: string) => T | undefined {
  const first = new Map<string, string[]>();
  for (const name of entries.keys()) {
    if (isAddress(name)) continue;
    const label = nth(labelsOf(name), 0);
    first.set(label, [...(first.get(label) ?? []), name]);
  }
  return (name) => {
    const exact = entries.get(name);
    if (exact !== undefined || isAddress(name)) return exact;
    const alike = (first.get(nth(labelsOf(name), 0)) ?? []).filter(
      (other) => isShortOf(name, other) || isShortOf(other, name),
    );
    return alike.length === 1 ? entries.get(nth(alike, 0)) : undefined;
  };
}

const isBlank = (value: unknown) => value === undefined || value === '' || value === 0;

const withoutBlanks = (entry: object) =>
  Object.fromEntries(Object.entries(entry).filter(([, value]) => !isBlank(value)));

function fillIn(known: object, more: object): void {
  const blanks = Object.entries(more).filter(([key]) => isBlank(known[key as keyof typeof known]));
  Object.assign(known, Object.fromEntries(blanks));
}
