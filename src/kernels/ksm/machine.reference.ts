import {
  derived,
  type KsmKnobs,
  type KsmMachine,
  type KsmRoom,
  type KsmRules,
  type MemoryChange,
} from './machine.ts';
import { type Page, Vm } from './pages.reference.ts';
import {
  firstContent,
  isDue,
  orderKey,
  PageClass,
  type Population,
  pageClass,
  volatileContent,
  type WriteMode,
  writes,
  writtenContent,
} from './population.ts';
import { KsmReference } from './reference.ts';

/** The reference behind the interface of the kernel: a population of pages, operations on it, and KSM. */
export class ReferenceMachine implements KsmMachine {
  readonly population: Population;
  private readonly ksm: KsmReference;
  /** By VM and guest page: its class, and how often it was rewritten. */
  private readonly classes: number[][];
  private readonly versions: number[][];

  constructor(population: Population, knobs: KsmKnobs, rules: KsmRules, room?: KsmRoom) {
    this.population = population;
    const vms = Array.from({ length: population.vms }, (_, v) => {
      return new Vm(v, population.pages, v % (population.nodes ?? 1));
    });
    this.ksm = new KsmReference(vms, { ...knobs }, rules);
    this.classes = vms.map((vm) => vm.at.map((_, p) => pageClass(population, vm.id, p)));
    this.versions = vms.map((vm) => vm.at.map(() => 0));
    this.ksm.memory.movesAbove = room?.above ?? false;
    this.ksm.memory.advisedHuge = population.thp === 1;
    for (const vm of vms) {
      if (population.thp) this.backHuge(vm);
      vm.at.forEach((page, index) => {
        this.fill(page, vm.id, index);
      });
    }
  }

  get vmCount(): number {
    return this.ksm.vms.length;
  }

  private backHuge(vm: Vm): void {
    const untouched: number[] = [PageClass.untouched, PageClass.readZero];
    this.ksm.memory.regions(vm).forEach((pages, region) => {
      const first = region * pages.length;
      const classes = this.classes[vm.id]!.slice(first, first + pages.length);
      if (classes.some((kind) => !untouched.includes(kind))) this.ksm.memory.backHuge(pages);
    });
  }

  private fill(page: Page, vm: number, index: number): void {
    const kind = this.classes[vm]![index]!;
    if (kind === PageClass.untouched) return;
    if (kind === PageClass.readZero) {
      this.ksm.memory.read(page);
      return;
    }
    const content = firstContent(this.population, vm, index, kind);
    this.ksm.memory.write(page, orderKey(this.population, content));
  }

  /** The guests write: `content` gives the new key of a guest page, null where it is left alone. */
  private writeAll(content: (vm: number, index: number, page: Page) => bigint | null): number {
    let count = 0;
    for (const vm of this.ksm.vms) {
      vm.at.forEach((page, index) => {
        if (!page.mapped || !page.writable) return;
        const key = content(vm.id, index, page);
        if (key === null) return;
        this.ksm.memory.write(page, key);
        count++;
      });
    }
    return count;
  }

  rewriteVolatile(step: number): number {
    const of = this.population;
    if (!of.vol_period) return 0;
    return this.writeAll((vm, index) => {
      if (this.classes[vm]![index] !== PageClass.volatile || !isDue(of, vm, index, step))
        return null;
      const version = ++this.versions[vm]![index]!;
      return orderKey(of, volatileContent(of, vm, index, version));
    });
  }

  write(mode: WriteMode, share24: number, salt: number, mask: number): number {
    const of = this.population;
    return this.writeAll((vm, index, page) => {
      if (((mask >>> this.classes[vm]![index]!) & 1) === 0) return null;
      if (!writes(of, vm, index, share24, salt)) return null;
      return mode === 'same' ? page.key : orderKey(of, writtenContent(of, vm, index, mode, salt));
    });
  }

  exit(vm: number): void {
    this.ksm.exit(this.ksm.vms[vm]!);
  }

  fork(vm: number): void {
    this.ksm.fork(this.ksm.vms[vm]!);
    this.classes.push([...this.classes[vm]!]);
    this.versions.push([...this.versions[vm]!]);
  }

  change(change: MemoryChange, vm: number, first: number, pages: number): void {
    this.ksm.change(change, this.ksm.vms[vm]!, first, pages);
  }

  unmergeAll(): void {
    this.ksm.unmergeAll();
  }

  wake(pages: number): void {
    this.ksm.wake(pages);
  }

  setKnobs({ maxPageSharing, mergeAcrossNodes, ...knobs }: Partial<KsmKnobs>): void {
    Object.assign(this.ksm.knobs, knobs);
    if (maxPageSharing !== undefined) this.ksm.stable.setMaxPageSharing(maxPageSharing);
    if (mergeAcrossNodes !== undefined) this.ksm.stable.setAcrossNodes(mergeAcrossNodes);
  }

  counters() {
    return derived({ ...this.ksm.counts, items: this.ksm.items });
  }

  vmCounters(vm: number) {
    const { items, zeroPages, merging, exited } = this.ksm.vms[vm]!;
    return { items, zeroPages, merging, exited };
  }
}
