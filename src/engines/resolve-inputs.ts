import { nth, present } from '../elements.ts';
import { badInput, printable } from '../errors.ts';
import { readKsmRecords } from '../evidence/linux-ksm/records.ts';
import { readText } from '../files/read-input.ts';
import { openMemoryImage } from '../formats/memory-image/open.ts';
import { scanImages } from '../formats/memory-image/scan-images.ts';
import { readMigrationInput } from '../formats/migration/index.ts';
import { ksmMemoryBytes } from '../kernels/ksm/index.ts';
import { PAGE_BYTES } from '../kernels/ksm/machine.ts';
import { MAX_MEMORY_BYTES } from '../kernels/load.ts';
import { samplesOf } from '../model/migration/fit.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { RecordedPopulation, Vm } from '../scenario/vm.ts';
import type { Disk } from '../studies/disks/schema.ts';
import { type Writes, writesOfTrace } from '../studies/migration/schema.ts';
import { readBlockTrace } from './block-trace.ts';
import { hashFile, resolveInside } from './scenario-files.ts';

/** Files of a scenario that are looked at once, whatever number of VMs names them. */
class Files {
  /** Content hash of each, by its name in the scenario. */
  readonly hashes: Record<string, string> = {};
  private readonly read = new Map<string, Promise<unknown>>();
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** What `read` makes of files at their resolved paths; read once for equal names and options. */
  async get<T>(
    names: readonly string[],
    read: (paths: readonly string[]) => Promise<T>,
    options: unknown = null,
  ): Promise<T> {
    const key = JSON.stringify([names, read.name, options]);
    const known = this.read.get(key) as Promise<T> | undefined;
    if (known) return known;
    const paths = names.map((name) => resolveInside(this.folder, name));
    for (const [i, name] of names.entries()) this.hashes[name] ??= await hashFile(nth(paths, i));
    const found = read(paths);
    this.read.set(key, found);
    return found;
  }
}

const PARTS = 2 ** 24;

/** Shares of the memory of images by content, and their bytes; measured, so nothing of them is assumed. */
async function imageCensus(paths: readonly string[]) {
  const images = paths.map(openMemoryImage);
  const most = Math.max(...images.map(({ pages }) => pages));
  if (ksmMemoryBytes(images.length, most) > MAX_MEMORY_BYTES) {
    throw badInput({
      file: nth(paths, 0),
      expected: 'images that fit 4 GiB of simulator memory (about 22 million pages together)',
      found: `${images.length} of up to ${most} pages`,
    });
  }
  const { granularities } = await scanImages(images, { workers: 1 });
  const { total, zero, pages_inter, pages_intra_only } = nth(granularities, 0);
  return {
    bytes: most * PAGE_BYTES,
    zero: zero / total,
    shared: pages_inter / total,
    duplicate: pages_intra_only / total,
  };
}

async function withImages(vm: Vm, names: readonly string[], files: Files): Promise<Vm> {
  const { bytes, ...shares } = await files.get(names, imageCensus);
  if (bytes > vm.memory) {
    throw badInput({
      file: nth(names, 0),
      expected: `an image of at most the ${vm.memory} bytes of memory of ${vm.name}`,
      found: `${bytes} bytes`,
      hint: 'State the memory the guest had.',
    });
  }
  // Memory the image does not hold was never touched, or the dump left it out: nothing is known to be in it.
  const held = bytes / vm.memory;
  const contents = {
    ...vm.contents,
    zero: shares.zero * held + (1 - held),
    shared: shares.shared * held,
    duplicate: shares.duplicate * held,
    volatile: 0,
  };
  return { ...vm, contents };
}

const readPopulations = async ([path]: readonly string[]) => readKsmRecords(present(path));

async function withPopulation(
  vm: Vm,
  { file, run }: RecordedPopulation,
  files: Files,
): Promise<Vm> {
  const records = await files.get([file], readPopulations);
  const found = run === undefined ? records[0] : records.find(({ id }) => id.endsWith(`/${run}`));
  if (!found) {
    const names = records.slice(0, 8).map(({ id }) => id.slice(id.indexOf('/') + 1));
    throw badInput({
      file,
      expected: printable(`a run (${names.join(', ')})`, 400),
      found: printable(`"${run ?? 'none'}"`, 200),
    });
  }
  const of = found.population;
  const contents = {
    ...vm.contents,
    population: { file, ...(run === undefined ? {} : { run }), of },
    zero: (of.zero24 + of.untouched24 + of.rdzero24) / PARTS,
    shared: of.shared24 / PARTS,
    duplicate: of.dup24 / PARTS,
    volatile: of.vol24 / PARTS,
  };
  return { ...vm, contents };
}

const readReadings = async ([path]: readonly string[]) =>
  readMigrationInput(await readText(present(path), 1 << 24), present(path));

async function withReadings(vm: Vm, name: string, files: Files): Promise<Vm> {
  const { readings, unique } = await files.get([name], readReadings);
  const samples = [...unique, ...samplesOf(readings, vm.memory)];
  if (samples.length === 0) {
    throw badInput({
      file: name,
      expected: 'readings of the dirty rate (query-dirty-rate, domstats --dirtyrate)',
      found: 'none',
    });
  }
  return { ...vm, writes: { ...(vm.writes as Writes), readings: samples } };
}

async function withBlockTrace(vm: Vm, disk: Disk, files: Files): Promise<Vm> {
  const { trace: name = '', format } = disk;
  const census = async ([path]: readonly string[]) => {
    const trace = await readBlockTrace(present(path), { format, device: disk.device });
    const seconds = (trace.lastUs ?? 0) / 1e6;
    return {
      device: trace.device,
      end: trace.end,
      rate: seconds > 0 ? trace.total / seconds : undefined,
    };
  };
  const found = await files.get([name], census, [format, disk.device]);
  if (found.end > disk.size) {
    throw badInput({
      file: name,
      expected: `accesses within the ${disk.size} bytes of the disk of ${vm.name}`,
      found: `one that ends at byte ${found.end}`,
      hint: 'State the size of the disk.',
    });
  }
  const rate = disk.rate ?? found.rate;
  const filled = { ...disk, device: found.device, ...(rate === undefined ? {} : { rate }) };
  return { ...vm, disk: filled };
}

async function resolved(given: Vm, files: Files): Promise<Vm> {
  let vm = given;
  const { image, population } = vm.contents;
  if (image !== undefined) vm = await withImages(vm, [image].flat(), files);
  if (population !== undefined) vm = await withPopulation(vm, population, files);
  const { from } = vm.writes as Writes;
  if (from !== undefined) vm = await withReadings(vm, from, files);
  if (writesOfTrace(vm) && vm.workload.trace === undefined) {
    throw badInput({
      expected: `a workload with a trace beside writes of pattern trace (${vm.name})`,
      found: 'a pattern',
    });
  }
  const disk = vm.disk as Disk;
  if (disk.trace !== undefined) vm = await withBlockTrace(vm, disk, files);
  return vm;
}

/**
 * The scenario with what its small files say filled in (dirty-rate readings, recorded populations) and what its large
 * ones hold looked at once (memory images, block traces), so that a missing or broken one is found before any job
 * starts; and the content hash of each file.
 */
export async function withInputs(
  scenario: Scenario,
  folder: string,
): Promise<{ scenario: Scenario; hashes: Record<string, string> }> {
  const files = new Files(folder);
  const vms: Vm[] = [];
  for (const vm of scenario.vms) vms.push(await resolved(vm, files));
  return { scenario: { ...scenario, vms }, hashes: files.hashes };
}
