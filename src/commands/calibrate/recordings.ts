import { badInput, printable } from '../../errors.ts';
import { fitExits, withExitTimes } from '../../evidence/calibration/exit-times.ts';
import { fitLatency, withLatency } from '../../evidence/calibration/load-latency.ts';
import { readText } from '../../files/read-input.ts';
import type { GuestStats } from '../../formats/guest-stats/guest-stats.ts';
import { readGuestStats } from '../../formats/guest-stats/index.ts';
import type { Host } from '../../hosts/host.ts';
import { calibrateWords as words } from '../../messages/calibrate.ts';
import { note } from '../../terminal/output.ts';
import { type Part, stepRow } from './part.ts';

const MAX_SOURCE = 900;

/** The recordings of an option, each in one of these formats. */
async function readAll(
  files: readonly string[],
  formats: readonly string[],
): Promise<GuestStats[]> {
  const all: GuestStats[] = [];
  for (const file of files) {
    const stats = readGuestStats(await readText(file), file);
    if (!formats.includes(stats.format)) {
      throw badInput({
        ...{ file, expected: `output of ${formats.join(' or ')}`, found: stats.format },
        hint: 'virtcost formats says how to make one.',
      });
    }
    for (const warning of stats.warnings) note(printable(`warning: ${warning}`, 200));
    all.push(stats);
  }
  return all;
}

const named = (files: readonly string[]) => printable(files.join(', '), MAX_SOURCE);

/** Files of the first and, where there are more, the last: what a message names. */
const shown = (files: readonly string[]) => printable(files[0] ?? '', 200);

/** `--lmbench`: latencies of the caches and of memory, and the clock. */
export async function latencyPart(
  base: Host,
  files: readonly string[],
  isOwn: boolean,
): Promise<Part> {
  const stats = await readAll(files, ['lmbench', 'lmbench-lat-mem-rd']);
  const fitted = fitLatency(stats, base, { isOwn, file: shown(files) });
  const rows = Object.entries(fitted.fits);
  return {
    host: withLatency(base, fitted, `${named(files)}: lmbench`),
    steps: rows.map(([level, fit]) => stepRow(`load from ${level}`, fit)),
    heldOut: rows.flatMap(([, { heldOut }]) => heldOut),
    left: [],
    notes: [
      words.clock({ clock: fitted.clock.value }),
      ...fitted.early.map((level) => words.early(level)),
      ...(fitted.between > 0 ? [words.between({ n: fitted.between })] : []),
      ...(fitted.ordered ? [words.ordered()] : []),
    ],
  };
}

/** `--perf`: prices of events from the time KVM handled their exits. */
export async function exitTimesPart(base: Host, files: readonly string[]): Promise<Part> {
  const fitted = fitExits(await readAll(files, ['perf-kvm-stat']), base, shown(files));
  return {
    host: withExitTimes(base, fitted, named(files)),
    steps: fitted.exits.map(({ event, reason, fit }) =>
      stepRow(`${event}: ${reason} handled`, fit),
    ),
    heldOut: fitted.exits.flatMap(({ fit }) => fit.heldOut),
    left: fitted.left,
    notes: [words.clock({ clock: base.clockGhz.value }), words.switch()],
  };
}
