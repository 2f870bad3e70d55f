import { nth, num, present } from '../../../elements.ts';
import type { KsmKnobs, KsmRoom, MemoryChange } from '../../../kernels/ksm/machine.ts';
import type { WriteMode } from '../../../kernels/ksm/population.ts';
import type { AdvisorSettings } from './advisor.ts';

/** What happens to a recorded population, one step of a run. */
export type Operation =
  | { kind: 'scan'; steps: number }
  | { kind: 'batch'; steps: number; pages: number }
  | { kind: 'write'; mode: WriteMode; share24: number; salt: number; mask: number }
  | { kind: 'exit'; vm: number }
  | { kind: 'fork'; vm: number }
  | {
      kind: 'change';
      letter: string;
      change: MemoryChange;
      vm: number;
      first: number;
      pages: number;
    }
  | { kind: 'unmerge-all' }
  | { kind: 'run'; value: 0 | 1 | 2 }
  | { kind: 'knob'; name: string; knobs: Partial<KsmKnobs>; advisor?: Partial<AdvisorSettings> }
  | { kind: 'advisor'; on: boolean }
  | {
      kind: 'free-running';
      durationMs: number;
      intervalMs: number;
      volatileMs: number;
      pages: number;
      sleepMs: number;
    };

const MAX_NUMBER = 0xffff_ffff;
const modes: Record<string, WriteMode> = { new: 'new', same: 'same', share: 'share', zero: 'zero' };

const changes: Record<string, MemoryChange> = {
  U: 'unmap',
  D: 'drop',
  N: 'unmergeable',
  M: 'mergeable',
  R: 'move',
  C: 'collapse',
};

function numbers(text: readonly string[]): number[] | null {
  const values = text.map((part) => (/^\d{1,10}$/.test(part) ? Number(part) : Number.NaN));
  return values.every((value) => value <= MAX_NUMBER) ? values : null;
}

const knobs: Record<string, (value: number) => Partial<KsmKnobs>> = {
  use_zero_pages: (value) => ({ useZeroPages: value !== 0 }),
  smart_scan: (value) => ({ smartScan: value !== 0 }),
  max_page_sharing: (value) => ({ maxPageSharing: value }),
  merge_across_nodes: (value) => ({ mergeAcrossNodes: value !== 0 }),
  stable_node_chains_prune_millisecs: (value) => ({ pruneAlways: value === 0 }),
};

/**
 * An operation of the recorder: `S:n` full scans, `B:n:pages` batches, `W:mode:share24:salt:mask` writes, `X:vm` exit,
 * `F:vm` fork, `U` munmap, `D` madvise DONTNEED, `N` UNMERGEABLE, `M` MERGEABLE, `R` mremap, `C` madvise COLLAPSE (each
 * `:vm:first:pages`), `P:vm:first:pages:w` mprotect (w 0 read-only, 1 writable), `Z` run = 2 and then run = 1,
 * `K:knob=value` (`advisor` where it starts the advisor), `T:duration:interval:volatile:pages:sleep` (ms) free running. Null when it is none of these.
 */
export function parseOperation(text: string): Operation | null {
  const [letter, ...rest] = text.split(':');
  if (letter === 'K') return parseKnob(text.slice(2));
  if (text === 'Z') return { kind: 'unmerge-all' };
  if (letter === 'W') {
    const mode = Object.hasOwn(modes, rest[0] ?? '') ? modes[nth(rest, 0)] : undefined;
    const values = numbers(rest.slice(1));
    if (!mode || values?.length !== 3) return null;
    return {
      kind: 'write',
      mode,
      share24: num(values, 0),
      salt: num(values, 1),
      mask: num(values, 2),
    };
  }
  const values = numbers(rest);
  if (!values) return null;
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = values;
  if (letter === 'S' && values.length === 1) return { kind: 'scan', steps: a };
  if (letter === 'B' && values.length === 2) return { kind: 'batch', steps: a, pages: b };
  if (letter === 'X' && values.length === 1) return { kind: 'exit', vm: a };
  if (letter === 'F' && values.length === 1) return { kind: 'fork', vm: a };
  if (letter === 'P' && values.length === 4 && d <= 1) {
    const change = d === 1 ? 'writable' : 'read-only';
    return { kind: 'change', letter, change, vm: a, first: b, pages: c };
  }
  if (Object.hasOwn(changes, present(letter)) && values.length === 3) {
    const change = present(changes[present(letter)]);
    return { kind: 'change', letter: present(letter), change, vm: a, first: b, pages: c };
  }
  if (letter === 'T' && values.length === 5) {
    return {
      kind: 'free-running',
      durationMs: a,
      intervalMs: b,
      volatileMs: c,
      pages: d,
      sleepMs: e,
    };
  }
  return null;
}

/** Knobs that change nothing in a run stepped from outside: its steps set the rate themselves. */
const withoutEffect = new Set(['pages_to_scan', 'sleep_millisecs']);

const advisorSettings: Record<string, (value: number) => Partial<AdvisorSettings>> = {
  advisor_max_cpu: (value) => ({ maxCpuPercent: value }),
  advisor_max_pages_to_scan: (value) => ({ maxPages: value }),
  advisor_min_pages_to_scan: (value) => ({ minPages: value }),
  advisor_target_scan_time: (value) => ({ targetScanSeconds: Math.max(1, value) }),
};

function parseKnob(text: string): Operation | null {
  const [name = '', value = ''] = text.split('=');
  if (withoutEffect.has(name)) return { kind: 'knob', name, knobs: {} };
  const run = /^run=([012])$/.exec(text);
  if (run) return { kind: 'run', value: Number(run[1]) as 0 | 1 | 2 };
  const mode = /^advisor_mode=(none|scan-time)$/.exec(text);
  if (mode) return { kind: 'advisor', on: mode[1] === 'scan-time' };
  const values = numbers([value]);
  if (!values) return null;
  if (Object.hasOwn(advisorSettings, name)) {
    return {
      kind: 'knob',
      name,
      knobs: {},
      advisor: present(advisorSettings[name])(num(values, 0)),
    };
  }
  if (!Object.hasOwn(knobs, name)) return null;
  return { kind: 'knob', name, knobs: present(knobs[name])(num(values, 0)) };
}

/** Memory beyond the population that a run's operations need. */
export function roomFor(operations: readonly Operation[]): KsmRoom {
  let forks = 0;
  let movedPages = 0;
  for (const operation of operations) {
    if (operation.kind === 'fork') forks++;
    if (operation.kind === 'change' && operation.change === 'move') movedPages += operation.pages;
  }
  return { forks, movedPages, above: false };
}
