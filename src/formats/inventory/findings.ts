import { addF64 } from '../../elements.ts';
import { badInput, printable } from '../../errors.ts';
import { type HostState, hostStateOf } from '../../inventory/host-state.ts';
import type {
  InventoryDatastore,
  InventoryFinding,
  InventoryHost,
  InventoryVm,
  OrphanedFile,
} from '../../inventory/inventory.ts';
import { type PowerState, type PowerTool, powerStateOf } from '../../inventory/power-state.ts';
import { AcrossFiles, byHostName } from './across-files.ts';
import { MOST_AMOUNT, type ReadNumber, readNumber } from './numbers.ts';

/** More machines than any site has; past it the rows would fill the memory before they fill a plan. */
export const MOST_MACHINES = 5_000_000;
const MOST_FINDINGS = 1000;
/** Texts of which one is kept for all rows; where there are more, the later ones are kept each. */
const MOST_WORDS = 500_000;

/** What a flavor or type gives a machine. */
export interface Size {
  vcpus: number;
  memoryMib: number;
  diskMib: number;
}

/** Where a number stands. */
interface Place {
  file: string;
  line?: number | undefined;
}

type SomeNumber = Pick<ReadNumber, 'value'> & Partial<ReadNumber>;

type SomeVm = Partial<InventoryVm> & { name: string };

/** Hosts and machines as a reader collects them, with what was wrong but kept. */
export class Collected {
  readonly hosts: InventoryHost[] = [];
  readonly vms: InventoryVm[] = [];
  /** Words of states no table has. */
  readonly unknownWords = { machines: new Set<string>(), hosts: new Set<string>() };
  /** Sizes by name, for machines that name a size and state none. */
  readonly sizes = new Map<string, Size>();
  private readonly words = new Map<string, string>();
  readonly datastores: InventoryDatastore[] = [];
  readonly orphanedFiles: OrphanedFile[] = [];
  /** The latest date of an export among what was read, ms since 1970. */
  exportedMs: number | undefined;
  /** By what numbers are for: the first of them that had two readings. */
  private readonly judged = new Map<string, string>();
  private readonly skipped: string[] = [];
  private readonly found = new Map<string, InventoryFinding>();
  private readonly uses = new Map<string, Float64Array>();
  private readonly demands = new Map<string, number>();
  /** What files say of what other files list. */
  readonly across = new AcrossFiles(this);
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

  /** A text that many rows share, kept once. */
  word(text: string): string {
    const known = this.words.get(text);
    if (known !== undefined) return known;
    if (this.words.size < MOST_WORDS) this.words.set(text, text);
    return text;
  }

  /** Files nobody reads. */
  unread(names: readonly string[]): void {
    this.skipped.push(...names);
  }

  /** Some of them, or undefined where there are none. */
  unreadFiles(): string | undefined {
    const names = this.skipped.slice(0, 5).join(', ');
    return names === '' ? undefined : printable(names, 200);
  }

  findings(): InventoryFinding[] {
    return [...this.found.values()];
  }

  /** A number of no column from text, of either sign: empty is 0, a word is refused. */
  signed(text: string | undefined, what: string, file: string, line?: number): number {
    const trimmed = (text ?? '').trim();
    if (trimmed === '') return 0;
    return this.known(trimmed, readNumber(trimmed), what, { file, line });
  }

  /** A size from text: as `signed`, and a negative one counts as 0 and is reported. */
  amount(text: string | undefined, what: string, file: string, line?: number): number {
    return this.atLeastZero(this.signed(text, what, file, line), what);
  }

  /** A size read from a cell: a word or a size past any is refused, a negative one counts as 0. */
  checked(text: string, read: SomeNumber, what: string, at: Place): number {
    return this.atLeastZero(this.known(text, read, what, at), what);
  }

  private known(text: string, read: SomeNumber, what: string, { file, line }: Place): number {
    const { value, localised, judged } = read;
    if (!(Math.abs(value) <= MOST_AMOUNT)) {
      throw badInput({
        file,
        line,
        expected: Number.isNaN(value)
          ? `a number for ${what}`
          : `at most ${MOST_AMOUNT} for ${what}`,
        found: `"${printable(text, 60)}"`,
      });
    }
    if (judged) {
      const example = this.judged.get(what) ?? `"${printable(text, 30)}" is read as ${value}`;
      this.judged.set(what, example);
      this.finding(
        'unit',
        `numbers for ${what} whose mark may group thousands or begin a fraction: ${example}`,
      );
    } else if (localised) {
      this.finding('unit', 'numbers with a decimal comma or marks between thousands');
    }
    return value;
  }

  private atLeastZero(value: number, what: string): number {
    if (value >= 0) return value;
    this.finding('bad-number', `negative ${what} counts as 0`);
    return 0;
  }

  /** The power state a tool's word stands for; a word no table has is reported. */
  power(word: string | undefined, tool?: PowerTool): PowerState {
    const text = (word ?? '').trim();
    const state = powerStateOf(text, tool);
    if (state === 'unknown') this.unknownWords.machines.add(text);
    return state;
  }

  /** The state a word says a host is in; a word no table has is reported. */
  hostState(word: string | undefined): HostState {
    const text = (word ?? '').trim();
    const state = hostStateOf(text);
    if (state === 'unknown') this.unknownWords.hosts.add(text);
    return state;
  }

  host(host: Partial<InventoryHost> & { name: string }): void {
    this.hosts.push({
      cluster: '',
      sockets: 1,
      cores: 0,
      mhzPerCore: 0,
      memoryMib: 0,
      state: 'up',
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

  /** A machine of which everything is said. */
  wholeVm(vm: InventoryVm): void {
    this.room(this.vms.length);
    this.vms.push(vm);
  }

  vm(vm: SomeVm): void {
    this.wholeVm({
      cluster: '',
      host: '',
      power: 'on',
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
      addF64(sums, 2 * i, value);
      addF64(sums, 2 * i + 1, 1);
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
    if (this.skipped.length > 0)
      this.finding('unread-file', `files nobody reads: ${this.unreadFiles()}`, this.skipped.length);
    for (const { xml, stats } of this.described.values()) {
      for (let i = 0; i < Math.max(xml.length, stats.length); i++) {
        const [size, state] = [xml[i], stats[i]];
        if (size && state && (size.vcpus !== state.vcpus || size.memoryMib !== state.memoryMib)) {
          this.finding(
            'conflict',
            'domains whose XML and statistics differ in size: the XML counts',
          );
        }
        const { name } = (size ?? state)!;
        this.vm({ ...state, ...size, name, ...this.across.powerOf(name) });
      }
    }
    this.across.settle(new Set(this.described.keys()));
    const mean = (sum: number, count: number) => (count > 0 ? sum / count : undefined);
    const useOf = byHostName(this.uses);
    const seen = new Set<Float64Array>();
    for (const host of this.hosts) {
      const use = useOf(host.name);
      if (!use) continue;
      seen.add(use);
      const [cpu, cpuCount, memory, memoryCount] = use as unknown as [
        number,
        number,
        number,
        number,
      ];
      host.cpuUse ??= mean(cpu, cpuCount);
      host.memoryUse ??= mean(memory, memoryCount);
    }
    const unseen = this.uses.size - seen.size;
    if (unseen > 0)
      this.finding('unknown-host', 'hosts with samples of use that no host list names', unseen);
    for (const vm of this.demands.size > 0 ? this.vms : [])
      vm.cpuDemandMhz ??= this.demands.get(vm.name);
  }
}

/** Names in a finding: some, where there are many. */
export const listed = (names: readonly string[]) =>
  `${names.slice(0, 8).join(', ')}${names.length > 8 ? ', …' : ''}`;
