import { badInput, printable } from '../../errors.ts';
import type { InventoryFinding, InventoryHost, InventoryVm } from '../../inventory/inventory.ts';
import { MOST_AMOUNT, readNumber } from './numbers.ts';

/** More machines than any site has; past it the rows would fill the memory before they fill a plan. */
export const MOST_MACHINES = 5_000_000;
const MOST_FINDINGS = 1000;

/** What a flavor or type gives a machine. */
export interface Size {
  vcpus: number;
  memoryMib: number;
  diskMib: number;
}

type SomeVm = Partial<InventoryVm> & { name: string };

/** Hosts and machines as a reader collects them, with what was wrong but kept. */
export class Collected {
  readonly hosts: InventoryHost[] = [];
  readonly vms: InventoryVm[] = [];
  /** Sizes by name, for machines that name a size and state none. */
  readonly sizes = new Map<string, Size>();
  private readonly found = new Map<string, InventoryFinding>();
  private readonly uses = new Map<string, Float64Array>();
  private readonly demands = new Map<string, number>();
  private readonly described = new Map<string, { xml: SomeVm[]; stats: SomeVm[] }>();

  finding(kind: InventoryFinding['kind'], message: string, count = 1): void {
    const known = this.found.get(kind + message);
    if (known) known.count += count;
    else if (this.found.size < MOST_FINDINGS)
      this.found.set(kind + message, {
        kind,
        message: printable(message.replace(/\s+/g, ' '), 600),
        count,
      });
  }

  findings(): InventoryFinding[] {
    return [...this.found.values()];
  }

  /** A number from text, of either sign: empty is 0, a word is refused. */
  signed(
    text: string | undefined,
    what: string,
    file: string,
    line?: number,
    decimalComma = false,
  ): number {
    const trimmed = (text ?? '').trim();
    if (trimmed === '') return 0;
    const { value, localised } = readNumber(trimmed, decimalComma);
    if (!(Math.abs(value) <= MOST_AMOUNT)) {
      throw badInput({
        file,
        line,
        expected: Number.isNaN(value)
          ? `a number for ${what}`
          : `at most ${MOST_AMOUNT} for ${what}`,
        found: `"${printable(trimmed, 60)}"`,
      });
    }
    if (localised) {
      this.finding(
        'unit',
        'numbers with a decimal comma or marks between thousands: a comma is the decimal mark where semicolons separate columns, else a mark before three digits groups thousands',
      );
    }
    return value;
  }

  /** A size from text: as `signed`, and a negative one counts as 0 and is reported. */
  amount(
    text: string | undefined,
    what: string,
    file: string,
    line?: number,
    decimalComma = false,
  ): number {
    const value = this.signed(text, what, file, line, decimalComma);
    if (value >= 0) return value;
    this.finding('bad-number', `negative ${what} counts as 0`);
    return 0;
  }

  host(host: Partial<InventoryHost> & { name: string }): void {
    this.hosts.push({
      cluster: DEFAULT_CLUSTER,
      sockets: 1,
      cores: 0,
      mhzPerCore: 0,
      memoryMib: 0,
      inMaintenance: false,
      ...host,
    });
  }

  /** Refuses one machine more than a plan can hold. */
  room(machines: number, file?: string): void {
    if (machines < MOST_MACHINES) return;
    throw badInput({
      file,
      expected: `at most ${MOST_MACHINES.toLocaleString('en-US')} machines`,
      found: 'more',
      hint: 'Export one cluster or region at a time.',
    });
  }

  vm(vm: SomeVm): void {
    this.room(this.vms.length);
    this.vms.push({
      cluster: DEFAULT_CLUSTER,
      host: '',
      poweredOn: true,
      template: false,
      vcpus: 0,
      memoryMib: 0,
      provisionedMib: 0,
      inUseMib: 0,
      cpuReservationMhz: 0,
      memoryReservationMib: 0,
      os: '',
      ...vm,
    });
  }

  /** The size a machine names; one that no list has is reported and takes nothing. */
  sizeOf(name: string, file: string, list: string): Size {
    const size = this.sizes.get(name);
    if (size) return size;
    if (this.sizes.size === 0) {
      throw badInput({
        file,
        expected: `the sizes its machines name, in ${list}`,
        found: 'no such file in the folder',
        hint: 'Put both files into one folder and give the folder.',
      });
    }
    this.finding(
      'unknown-size',
      'machines of a flavor or type that no list has: they take nothing',
    );
    return { vcpus: 0, memoryMib: 0, diskMib: 0 };
  }

  /** A sample of a host's use, 0 to 1; the mean of its samples becomes its use. */
  use(host: string, cpu: number | undefined, memory: number | undefined): void {
    const sums = this.uses.get(host) ?? new Float64Array(4);
    this.uses.set(host, sums);
    [cpu, memory].forEach((value, i) => {
      if (value === undefined) return;
      sums[2 * i]! += value;
      sums[2 * i + 1]!++;
    });
  }

  /** Mean CPU a machine asked for, MHz, from a file that lists load alone. */
  demand(machine: string, mhz: number): void {
    this.demands.set(machine, mhz);
  }

  /** What libvirt says of a domain: its XML and its statistics are one machine when a folder has both. */
  domain(from: 'xml' | 'stats', vm: SomeVm): void {
    const entry = this.described.get(vm.name) ?? { xml: [], stats: [] };
    this.described.set(vm.name, entry);
    entry[from].push(vm);
  }

  /** Joins what files said of the same host or machine. Call once, when all are read. */
  settle(): void {
    for (const { xml, stats } of this.described.values()) {
      for (let i = 0; i < Math.max(xml.length, stats.length); i++) {
        const [size, state] = [xml[i], stats[i]];
        if (size && state && (size.vcpus !== state.vcpus || size.memoryMib !== state.memoryMib)) {
          this.finding(
            'conflict',
            'domains whose XML and statistics differ in size: the XML counts',
          );
        }
        this.vm({ ...state, ...size, name: (size ?? state)!.name });
      }
    }
    const mean = (sum: number, count: number) => (count > 0 ? sum / count : undefined);
    for (const host of this.hosts) {
      const [cpu, cpuCount, memory, memoryCount] = this.uses.get(host.name) ?? [];
      host.cpuUse ??= mean(cpu ?? 0, cpuCount ?? 0);
      host.memoryUse ??= mean(memory ?? 0, memoryCount ?? 0);
      this.uses.delete(host.name);
    }
    if (this.uses.size > 0) {
      this.finding(
        'unknown-host',
        'hosts with samples of use that no host list names',
        this.uses.size,
      );
    }
    for (const vm of this.demands.size > 0 ? this.vms : [])
      vm.cpuDemandMhz ??= this.demands.get(vm.name);
  }
}

/** Exports that know no clusters are one cluster of this name. */
export const DEFAULT_CLUSTER = 'all';
