// The kernel's own scanner on a population in real memory: CPU time of ksmd for so many full scans. It takes root and a
// machine where nothing else uses KSM; settings are put back however the run ends.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Population } from '../src/kernels/ksm/population.ts';
import { KsmSettings } from './ksm-settings.ts';

type Plain = Pick<
  Population,
  'seed' | 'vms' | 'pages' | 'zero24' | 'shared24' | 'dup24' | 'shared_pool' | 'dup_pool'
>;

export interface KernelScans {
  cpuNs: number;
  counters: { sharing: number; scanned: number; skipped: number };
}

/** Process id of the scanner, from the names of all; null without one. */
function scannerId(): number | null {
  for (const id of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      if (readFileSync(`/proc/${id}/comm`, 'utf8').trim() === 'ksmd') return Number(id);
    } catch {
      // It has ended since the list was read.
    }
  }
  return null;
}

/** CPU time of a process, nanoseconds. */
const cpuOf = (id: number) => Number(readFileSync(`/proc/${id}/schedstat`, 'utf8').split(' ')[0]);

/** Longest wait for one full scan. */
const SCAN_MS = 120_000;
/** Beyond any scan: the scanner sleeps after each until the setting changes, which wakes it. */
const ASLEEP_MS = 1_000_000;

/** Why the kernel cannot be measured here; null where it can. */
export function kernelHindrance(): string | null {
  const why = KsmSettings.hindrance();
  if (why !== null) return why;
  return scannerId() === null ? 'no process ksmd' : null;
}

function compiled(): string {
  const folder = new URL('../build/native/', import.meta.url).pathname;
  mkdirSync(folder, { recursive: true });
  const source = new URL('native/ksm.c', import.meta.url).pathname;
  execFileSync('gcc', ['-O2', source, '-o', `${folder}ksm`], { stdio: 'pipe' });
  return `${folder}ksm`;
}

/** Processes that hold the population, once all pages are filled and advised. */
async function populated(of: Plain): Promise<ChildProcess> {
  const words = [of.seed, of.vms, of.pages, of.zero24, of.shared24, of.dup24];
  const child = spawn(compiled(), [...words, of.shared_pool, of.dup_pool].map(String), {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`bench/native/ksm.c ended with ${String(code)}`);
  });
  await Promise.race([once(child.stdout!, 'data'), ended]);
  ended.catch(() => {});
  return child;
}

async function fullScan(settings: KsmSettings, number: number): Promise<void> {
  const before = settings.read('full_scans');
  settings.set('sleep_millisecs', ASLEEP_MS + number);
  if (number === 0) settings.set('run', 1);
  for (let waited = 0; settings.read('full_scans') === before; waited++) {
    if (waited > SCAN_MS) throw new Error('the kernel did not finish a scan');
    await sleep(1);
  }
}

/** CPU time and counters of `scans` full scans from nothing, with the knobs the simulation has. */
export async function kernelScans(of: Plain, scans: number): Promise<KernelScans> {
  const id = scannerId();
  if (id === null) throw new Error('no process ksmd');
  const settings = new KsmSettings();
  let memory: ChildProcess | undefined;
  try {
    settings.set('run', 2);
    settings.set('run', 0);
    settings.set('advisor_mode', 'none');
    settings.set('max_page_sharing', 256);
    settings.set('use_zero_pages', 0);
    settings.set('smart_scan', 1);
    settings.set('pages_to_scan', 2 * of.vms * of.pages + 1000);
    memory = await populated(of);
    const [scanned, skipped] = [settings.read('pages_scanned'), settings.read('pages_skipped')];
    const begin = cpuOf(id);
    for (let scan = 0; scan < scans; scan++) await fullScan(settings, scan);
    return {
      cpuNs: cpuOf(id) - begin,
      counters: {
        sharing: settings.read('pages_sharing'),
        scanned: settings.read('pages_scanned') - scanned,
        skipped: settings.read('pages_skipped') - skipped,
      },
    };
  } finally {
    settings.restore();
    memory?.stdin?.end();
  }
}
