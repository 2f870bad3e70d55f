import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { nth } from '../../elements.ts';
import { badInput, printable, UserError } from '../../errors.ts';
import { parseJson } from '../../files/parse-json.ts';
import { readBytes, readFailure } from '../../files/read-input.ts';
import { ksmMemoryBytes } from '../../kernels/ksm/index.ts';
import type { KsmKnobs } from '../../kernels/ksm/machine.ts';
import type { Population } from '../../kernels/ksm/population.ts';
import { MAX_MEMORY_BYTES } from '../../kernels/load.ts';
import { type KsmKernelVersion, kernelVersion } from '../../model/dedup/ksm/kernel-version.ts';
import { type Operation, roomFor } from '../../model/dedup/ksm/operations.ts';
import { readOperations } from './run-operations.ts';

const MAX_FILE_BYTES = 256 * 1024 * 1024;
const MAX_VMS = 4096;

const count = z.number().int().min(0);
const fraction24 = count.max(2 ** 24).default(0);
const pool = count
  .min(1)
  .max(2 ** 32)
  .default(1);
const flag = count.max(1).default(0);

const configSchema = z.object({
  seed: count.max(Number.MAX_SAFE_INTEGER),
  vms: count.min(1).max(MAX_VMS),
  pages: count.min(1).max(2 ** 26),
  zero24: fraction24,
  shared24: fraction24,
  dup24: fraction24,
  vol24: fraction24,
  untouched24: fraction24,
  rdzero24: fraction24,
  shared_pool: pool,
  dup_pool: pool,
  vol_pool: pool,
  aligned: flag,
  vol_period: count.max(2 ** 32).default(0),
  vol_share: flag,
  diff_at: count.max(512).default(0),
  thp: flag,
  max_page_sharing: count
    .min(2)
    .max(2 ** 31 - 1)
    .default(256),
  use_zero_pages: flag,
  smart_scan: flag.default(1),
  nodes: count.min(1).max(64).default(1),
  merge_across_nodes: flag.default(1),
  prune_ms: count.max(2 ** 32).default(2000),
});

const runSchema = z.object({
  name: z.string().min(1).max(200),
  config: configSchema,
  ops: z.array(z.string().max(80)).max(10_000),
  fields: z.array(z.string()).max(100).optional(),
  ignored: z.array(z.string()).max(100).optional(),
  samples: z.array(z.unknown()).optional(),
});

const fileSchema = z.object({
  kernel: z.string().max(200).optional(),
  meta: z
    .object({
      kernel: z.string().max(200).optional(),
      nproc: z.number().int().min(1).optional(),
    })
    .loose()
    .optional(),
  runs: z.array(runSchema).max(10_000),
});

/** One recorded run with what a prediction may use, and (apart) what was measured. */
export interface KsmRecord {
  id: string;
  kernel: KsmKernelVersion;
  /** CPUs of the host; 1 where the record does not say. */
  cpus: number;
  population: Population;
  knobs: KsmKnobs;
  operations: Operation[];
  measured: {
    samples: unknown[] | undefined;
    fields: string[] | undefined;
    ignored: string[];
  };
}

/** Runs of one file (`.json`, `.json.gz`) or of every such file of a folder. */
export async function readKsmRecords(path: string): Promise<KsmRecord[]> {
  try {
    const info = await stat(path);
    if (!info.isDirectory()) return await readOne(path);
    const names = (await readdir(path)).filter((name) => /\.json(\.gz)?$/.test(name)).sort();
    if (names.length === 0) {
      throw new UserError(printable(`${path}: expected .json files of KSM runs, found none.`));
    }
    const files: KsmRecord[][] = [];
    for (const name of names) {
      const file = join(path, name);
      // Such a folder also holds costs and other recordings.
      if (hasRuns(await readDocument(file))) files.push(await readOne(file));
    }
    if (files.length === 0) {
      throw new UserError(printable(`${path}: expected files with KSM runs, found none.`));
    }
    return files.flat();
  } catch (error) {
    throw readFailure(path, error);
  }
}

function hasRuns(document: unknown): boolean {
  return typeof document === 'object' && document !== null && 'runs' in document;
}

async function readDocument(path: string): Promise<unknown> {
  const bytes = await readBytes(path, MAX_FILE_BYTES);
  const compressed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  try {
    const plain = compressed ? gunzipSync(bytes, { maxOutputLength: MAX_FILE_BYTES }) : bytes;
    return parseJson(plain.toString('utf8'));
  } catch (error) {
    throw badInput({ file: path, expected: 'a JSON document', found: (error as Error).message });
  }
}

async function readOne(path: string): Promise<KsmRecord[]> {
  const document = await readDocument(path);
  const parsed = fileSchema.safeParse(Array.isArray(document) ? { runs: document } : document);
  if (!parsed.success) {
    const issue = nth(parsed.error.issues, 0);
    const where = issue.path.join('.') || 'the document';
    throw badInput({
      file: path,
      expected: 'KSM runs ({kernel or meta.kernel, runs: [{name, config, ops}]})',
      found: `at ${where}: ${issue.message}`,
    });
  }
  const { runs, kernel, meta } = parsed.data;
  const file = basename(path)
    .replace(/\.gz$/, '')
    .replace(/\.json$/, '');
  const release = kernel ?? meta?.kernel ?? /(\d+\.\d+[\d.]*)$/.exec(file)?.[1] ?? '';
  const version = kernelVersion(release);
  if (!version) {
    throw badInput({
      file: path,
      expected: 'the kernel release, in "kernel", "meta.kernel" or at the end of the file name',
      found: release === '' ? 'none' : `"${release}"`,
    });
  }
  return runs.map((run, index) => ({
    ...toRecord(run, `${path}: run ${index}`, file, version),
    cpus: meta?.nproc ?? 1,
  }));
}

function toRecord(
  run: z.infer<typeof runSchema>,
  where: string,
  file: string,
  kernel: KsmKernelVersion,
): Omit<KsmRecord, 'cpus'> {
  const { max_page_sharing, use_zero_pages, smart_scan, prune_ms, ...rest } = run.config;
  const { merge_across_nodes, ...population } = rest;
  const operations = readOperations(run.ops, population, where);
  if (ksmMemoryBytes(population.vms, population.pages, roomFor(operations)) > MAX_MEMORY_BYTES) {
    throw badInput({
      file: where,
      expected:
        'VMs that fit 4 GiB of simulator memory (about 22 million pages), forked ones included',
      found: `${population.vms} VMs of ${population.pages} pages`,
    });
  }
  return {
    id: `${file}/${run.name}`,
    kernel,
    population,
    knobs: {
      useZeroPages: use_zero_pages === 1,
      maxPageSharing: max_page_sharing,
      smartScan: smart_scan === 1,
      pruneAlways: prune_ms === 0,
      mergeAcrossNodes: merge_across_nodes === 1,
    },
    operations,
    measured: { samples: run.samples, fields: run.fields, ignored: run.ignored ?? [] },
  };
}
