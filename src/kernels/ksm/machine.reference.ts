import { derived, type KsmMachine } from './machine.ts';
import { HugePage, type Page, Vm } from './pages.reference.ts';
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

const PAGES_PER_REGION = 512;

/** The reference behind the interface of the kernel: a population of pages, operations on it, and KSM. */
export class ReferenceMachine implements KsmMachine {
  readonly population: Population;
  private readonly ksm: KsmReference;
  private readonly classes = new Map<Page, number>();
  private readonly versions = new Map<Page, number>();

  constructor(population: Population, knobs: KsmReference['knobs'], rules: KsmReference['rules']) {
    this.population = population;
    const vms = Array.from({ length: population.vms }, (_, v) => new Vm(v, population.pages));
    this.ksm = new KsmReference(vms, { ...knobs }, rules);
    for (const vm of vms) {
      for (const page of vm.pages) {
        this.classes.set(page, pageClass(population, vm.id, page.index));
      }
      if (population.thp) this.backHuge(vm);
      for (const page of vm.pages) this.fill(page);
    }
  }

  private backHuge(vm: Vm): void {
    const untouched: number[] = [PageClass.untouched, PageClass.readZero];
    for (let first = 0; first + PAGES_PER_REGION <= vm.pages.length; first += PAGES_PER_REGION) {
      const pages = vm.pages.slice(first, first + PAGES_PER_REGION);
      if (pages.every((page) => untouched.includes(this.classes.get(page)!))) continue;
      const huge = new HugePage(pages);
      for (const page of pages) {
        page.huge = huge;
        page.mapping = 'private';
      }
    }
  }

  private fill(page: Page): void {
    const kind = this.classes.get(page)!;
    if (kind === PageClass.untouched) return;
    if (kind === PageClass.readZero) {
      this.ksm.read(page);
      return;
    }
    const content = firstContent(this.population, page.vm.id, page.index, kind);
    this.ksm.write(page, orderKey(this.population, content));
  }

  private forEachPage(act: (page: Page) => boolean): number {
    let count = 0;
    for (const vm of this.ksm.vms) {
      if (vm.exited) continue;
      for (const page of vm.pages) if (act(page)) count++;
    }
    return count;
  }

  rewriteVolatile(step: number): number {
    const of = this.population;
    if (!of.vol_period) return 0;
    return this.forEachPage((page) => {
      const { vm, index } = page;
      if (this.classes.get(page) !== PageClass.volatile || !isDue(of, vm.id, index, step)) {
        return false;
      }
      const version = (this.versions.get(page) ?? 0) + 1;
      this.versions.set(page, version);
      this.ksm.write(page, orderKey(of, volatileContent(of, vm.id, index, version)));
      return true;
    });
  }

  write(mode: WriteMode, share24: number, salt: number, mask: number): number {
    const of = this.population;
    return this.forEachPage((page) => {
      const { vm, index } = page;
      if (((mask >>> this.classes.get(page)!) & 1) === 0) return false;
      if (!writes(of, vm.id, index, share24, salt)) return false;
      const key =
        mode === 'same' ? page.key : orderKey(of, writtenContent(of, vm.id, index, mode, salt));
      this.ksm.write(page, key);
      return true;
    });
  }

  exit(vm: number): void {
    this.ksm.exit(this.ksm.vms[vm]!);
  }

  wake(pages: number): void {
    this.ksm.wake(pages);
  }

  setKnobs({ maxPageSharing, ...knobs }: Partial<KsmReference['knobs']>): void {
    Object.assign(this.ksm.knobs, knobs);
    if (maxPageSharing !== undefined) this.ksm.stable.setMaxPageSharing(maxPageSharing);
  }

  counters() {
    return derived({ ...this.ksm.counts, items: this.ksm.items });
  }

  vmCounters(vm: number) {
    const { items, zeroPages, merging, exited } = this.ksm.vms[vm]!;
    return { items, zeroPages, merging, exited };
  }
}
