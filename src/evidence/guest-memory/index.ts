import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { z } from 'zod';
import { nth } from '../../elements.ts';
import { badInput, printable, UserError } from '../../errors.ts';
import { readFailure, readJson } from '../../files/read-input.ts';
import { openMemoryImage } from '../../formats/memory-image/open.ts';
import { scanImages } from '../../formats/memory-image/scan-images.ts';
import { type Multiplicity, type SharingCounts, settledKsm } from '../../kernels/dedup/sharing.ts';
import { bundledData } from '../bundled.ts';
import { type Case, type Prediction, type Suite, type SuiteOptions, summarize } from '../suite.ts';
import { writeSyntheticImages } from './synthetic.ts';

/** Files of ground truth beside the images, in the order they are looked for. */
const TRUTH_FILES = ['guest-memory.json', 'results.json'];
const MAX_IMAGES = 4096;
const DEFAULT_MAX_PAGE_SHARING = 256;

interface ImageSet {
  name: string;
  files: string[];
}

/** Sets of a folder: every subfolder with images, or the folder itself. Images are `.raw`, `.elf`, `.dump`, `.bin`, `.mem`. */
async function findSets(folder: string): Promise<ImageSet[]> {
  try {
    const info = await stat(folder);
    if (!info.isDirectory()) {
      throw badInput({ file: folder, expected: 'a folder of memory images', found: 'a file' });
    }
    const direct = await imagesOf(folder);
    if (direct.length > 0) return [{ name: basename(resolve(folder)), files: direct }];
    const sets: ImageSet[] = [];
    for (const entry of (await readdir(folder, { withFileTypes: true })).sort(byName)) {
      if (!entry.isDirectory()) continue;
      const files = await imagesOf(join(folder, entry.name));
      if (files.length > 0) sets.push({ name: entry.name, files });
    }
    if (sets.length === 0) {
      throw badInput({
        file: folder,
        expected: 'memory images (.raw, .elf, .dump, .bin, .mem), there or in subfolders',
        found: 'none',
      });
    }
    return sets;
  } catch (error) {
    throw readFailure(folder, error);
  }
}

const order = new Intl.Collator('en', { numeric: true });
const byName = (a: { name: string }, b: { name: string }) => order.compare(a.name, b.name);

async function imagesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const images = entries.filter(
    (entry) => entry.isFile() && /\.(raw|elf|dump|bin|mem)$/.test(entry.name),
  );
  if (images.length > MAX_IMAGES) {
    throw badInput({
      file: folder,
      expected: `at most ${MAX_IMAGES} images`,
      found: `${images.length}`,
    });
  }
  return images.sort(byName).map((entry) => join(folder, entry.name));
}

interface SetResult {
  name: string;
  granularities: SharingCounts[];
  multiplicity: Multiplicity;
}

async function scanSets(sets: readonly ImageSet[]): Promise<SetResult[]> {
  const results: SetResult[] = [];
  for (const { name, files } of sets) {
    const images = files.map((file) => openMemoryImage(file));
    const { granularities, multiplicity } = await scanImages(images);
    results.push({ name: printable(name, 200), granularities, multiplicity });
  }
  return results;
}

/** Counts of one granularity under the recorded names, with `unique` beside `unique_pages`. */
function metricsOf(counts: SharingCounts) {
  return { ...counts, unique: counts.unique_pages };
}

/** Settled KSM counters of a set when every page, or every non-zero page, is present in the host. */
function ksmOf({ multiplicity, granularities }: SetResult, setting: KsmSetting) {
  const zero = setting.zero_pages_populated ? nth(granularities, 0).zero : 0;
  const useZeroPages = setting.use_zero_pages === 1;
  return settledKsm(multiplicity, zero, setting.max_page_sharing, useZeroPages);
}

const defaultSettings: readonly KsmSetting[] = [0, 1].flatMap((use_zero_pages) =>
  [false, true].map((zero_pages_populated) => ({
    max_page_sharing: DEFAULT_MAX_PAGE_SHARING,
    use_zero_pages,
    zero_pages_populated,
  })),
);

function predictionsOf(result: SetResult): Prediction[] {
  const counted = result.granularities.map((counts) => ({
    id: `${result.name}/${counts.granularity}`,
    set: result.name,
    ...metricsOf(counts),
  }));
  const settled = defaultSettings.map((setting) => ({
    id: settingId(result.name, setting),
    set: result.name,
    ...setting,
    ...ksmOf(result, setting),
  }));
  return [...counted, ...settled];
}

const settingSchema = z.object({
  max_page_sharing: z.number().int().min(2),
  use_zero_pages: z.number().int().min(0).max(1),
  zero_pages_populated: z.boolean(),
});
type KsmSetting = z.infer<typeof settingSchema>;

function settingId(set: string, setting: KsmSetting): string {
  const zeros = setting.zero_pages_populated ? 'in' : 'out';
  return `${set}/ksm max_page_sharing=${setting.max_page_sharing} use_zero_pages=${setting.use_zero_pages} zero pages ${zeros}`;
}

const truthSchema = z.object({
  sets: z.record(
    z.string(),
    z.object({
      granularities: z.array(z.looseObject({ granularity: z.number().int().positive() })),
    }),
  ),
  ksm_on_dumps: z
    .record(z.string(), z.array(settingSchema.extend({ kernel: z.record(z.string(), z.number()) })))
    .optional(),
});

type Truth = z.infer<typeof truthSchema>;

async function readTruth(folder: string): Promise<Truth> {
  for (const name of TRUTH_FILES) {
    const path = join(folder, name);
    const there = await stat(path).then(
      () => true,
      () => false,
    );
    if (there) return parseTruth(path);
  }
  throw new UserError(
    printable(`${folder}: expected the ground truth (${TRUTH_FILES.join(' or ')}), found none.`),
  );
}

async function parseTruth(path: string): Promise<Truth> {
  const parsed = truthSchema.safeParse(await readJson(path));
  if (parsed.success) return parsed.data;
  const issue = nth(parsed.error.issues, 0);
  throw badInput({
    file: path,
    expected: 'ground truth ({sets: {NAME: {granularities: [...]}}})',
    found: `at ${issue.path.join('.')}: ${issue.message}`,
  });
}

/** What a dump cannot tell: which pages the host backed when it was taken. */
const hostOnly = new Set(['zero_resident', 'zero_never_touched', 'ksm_steady_prediction']);

function countCases(result: SetResult, truth: Truth): Case[] {
  const cases: Case[] = [];
  const check = (id: string, metric: string, expected: unknown, predicted: unknown) => {
    const pass = JSON.stringify(expected) === JSON.stringify(predicted);
    const error = pass ? 0 : null;
    cases.push({ id, metric, unit: 'blocks', expected, predicted, error, bound: 0, pass });
  };
  const withoutHost = (vm: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(vm).filter(([name]) => !hostOnly.has(name)));
  const vmsSchema = z.array(z.record(z.string(), z.unknown()));
  for (const recorded of truth.sets[result.name]?.granularities ?? []) {
    const mine = result.granularities.find((own) => own.granularity === recorded.granularity);
    const id = `${result.name}/${recorded.granularity}`;
    for (const [metric, expected] of Object.entries(recorded)) {
      if (hostOnly.has(metric)) continue;
      const vms = metric === 'per_vm' ? vmsSchema.safeParse(expected) : null;
      const wanted = vms?.success ? vms.data.map(withoutHost) : expected;
      check(id, metric, wanted, mine && new Map(Object.entries(metricsOf(mine))).get(metric));
    }
  }
  for (const setting of truth.ksm_on_dumps?.[result.name] ?? []) {
    const mine: Record<string, number> = { ...ksmOf(result, setting) };
    for (const [counter, expected] of Object.entries(setting.kernel)) {
      check(settingId(result.name, setting), counter, expected, mine[counter] ?? 0);
    }
  }
  return cases;
}

/** Runs `work` on the images the user named, or on the made-up set written to a temporary folder. */
async function withImages<T>(
  { data }: SuiteOptions,
  work: (sets: ImageSet[], truth: () => Promise<Truth>) => Promise<T>,
): Promise<T> {
  if (data !== undefined) return work(await findSets(data), () => readTruth(data));
  const folder = await mkdtemp(join(tmpdir(), 'virtcost-guest-memory-'));
  try {
    await writeSyntheticImages(join(folder, 'synthetic'));
    const truth = () => parseTruth(bundledData('guest-memory/synthetic.json'));
    return await work(await findSets(folder), truth);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export const guestMemory: Suite = {
  id: 'guest-memory',
  title: 'Equal pages in memory images, exactly, at every granularity',
  repeatability: {
    system: 'Equal pages of a file',
    known: 'exact',
    note: 'a count over bytes that do not change.',
  },

  predict: (options) =>
    withImages(options, async (sets) => (await scanSets(sets)).flatMap(predictionsOf)),

  validate: (options) =>
    withImages(options, async (sets, readGroundTruth) => {
      const truth = await readGroundTruth();
      const unknown = sets.filter((set) => !Object.hasOwn(truth.sets, set.name));
      if (unknown.length > 0) {
        const names = unknown.map((set) => set.name).join(', ');
        throw new UserError(printable(`expected ground truth for the sets ${names}, found none.`));
      }
      const cases = (await scanSets(sets)).flatMap((result) => countCases(result, truth));
      return { cases, summary: summarize(cases) };
    }),
};
