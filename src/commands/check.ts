import type { Command } from 'commander';
import { ExitCode, UserError } from '../errors.ts';
import type { Figure } from '../figure.ts';
import { eventsOfCounters, eventsOfReasons } from '../formats/guest-stats/exit-reasons.ts';
import type { Message } from '../message.ts';
import { checkWords as words } from '../messages/check.ts';
import { type Counted, type DriftTerm, driftOf } from '../model/event-bill/drift.ts';
import { type EventId, eventIds } from '../techniques/events.ts';
import { printAnswer } from '../terminal/answer.ts';
import { note, printJson } from '../terminal/output.ts';
import { readStored, type StoredPrediction } from './check/stored.ts';
import { examples } from './examples.ts';
import { ASSUMED_PER_VCPU } from './import/answer.ts';
import { positiveNumber } from './options.ts';
import { type ReadCounters, readCounters } from './read-counters.ts';

interface Options {
  from: string[];
  seconds?: number;
  storedSeconds?: number;
  instructionsPerSecond?: number;
  technique?: string;
  cell?: string;
  json?: boolean;
}

/** More of the fresh exits than of the stored ones may be unknown by this share; beyond, nothing can be said. */
const MORE_UNKNOWN = 0.1;

const perWords = { seconds: words.second, instructions: words.million, recording: words.recording };
const titles = {
  seconds: words.title,
  instructions: words.titleMillion,
  recording: words.titleRecording,
};
type Per = keyof typeof perWords;

/** The fresh counts over what the stored ones are over, and notes on what was assumed for that. */
function freshOf(
  stored: StoredPrediction,
  fresh: ReadCounters,
  options: Options,
): { counted: Counted; per: Per; notes: Message[] } {
  const { seconds } = fresh;
  const counted = { counts: fresh.read.events, sampled: true };
  if (stored.per === 'instructions') {
    if (seconds === undefined)
      throw new UserError(
        '--from: expected counters that say what time they cover, found none. Give --seconds.',
      );
    const assumed = ASSUMED_PER_VCPU * Math.max(1, fresh.stats.vcpus ?? 1);
    const rate = options.instructionsPerSecond ?? assumed;
    const notes = options.instructionsPerSecond === undefined ? [words.assumed({ rate })] : [];
    return { counted: { ...counted, covers: (rate * seconds) / 1e6 }, per: 'instructions', notes };
  }
  if (stored.per === undefined && seconds === undefined) {
    const notes = [words.sameTime()];
    return { counted: { ...counted, covers: 1 }, per: 'recording', notes };
  }
  if (stored.per === undefined || seconds === undefined) {
    const [which, option] =
      seconds === undefined ? ['fresh', '--seconds'] : ['stored', '--stored-seconds'];
    throw new UserError(
      `expected the time both counts cover, found that of one: give ${option} for the ${which} ones.`,
    );
  }
  return { counted: { ...counted, covers: seconds }, per: 'seconds', notes: [] };
}

const rowOf = (term: DriftTerm): Figure['rows'][number] => ({
  event: term.event,
  stored: term.storedRate,
  'allowed from': term.lowRate,
  'allowed to': term.highRate,
  fresh: term.freshRate,
  'stored cycles': term.storedCycles,
  'fresh cycles': term.freshCycles,
  'left its interval': term.moved,
});

/** The answer in a sentence and its exit code. */
function verdictOf(
  terms: readonly DriftTerm[],
  per: Per,
  { technique, host, unattributedShare }: StoredPrediction,
  share: number,
): { sentence: Message; exitCode: number } {
  const sum = (of: (term: DriftTerm) => number) =>
    terms.reduce((total, term) => total + of(term), 0);
  const before = sum(({ storedCycles }) => storedCycles);
  const total = sum(({ freshCycles }) => freshCycles) / before - 1;
  const moved = terms.filter((term) => term.moved);
  const [first] = moved;
  const about = { technique, host, terms: terms.length };
  if (first) {
    const times = { now: first.freshRate, per: perWords[per]() };
    const change =
      first.change === null
        ? words.appeared(times)
        : words.changed({ ...times, before: first.storedRate, change: first.change });
    const said = { ...about, event: first.event, change, n: moved.length };
    const sentence = before > 0 ? words.moved({ ...said, total }) : words.movedFromNothing(said);
    return { sentence, exitCode: ExitCode.thresholdMissed };
  }
  if (unattributedShare !== null && share > unattributedShare + MORE_UNKNOWN) {
    const sentence = words.unknown({ share, before: unattributedShare });
    return { sentence, exitCode: ExitCode.partial };
  }
  if (terms.length === 0) return { sentence: words.nothing(), exitCode: ExitCode.partial };
  const sentence = before > 0 ? words.holds({ ...about, total }) : words.holdsAtNothing(about);
  return { sentence, exitCode: ExitCode.ok };
}

async function answer(path: string, options: Options): Promise<void> {
  const { technique, cell, storedSeconds } = options;
  const stored = await readStored(path, { technique, cell, seconds: storedSeconds });
  const fresh = await readCounters(options.from, options.seconds);
  const { counted, per, notes } = freshOf(stored, fresh, options);
  const visible: ReadonlySet<EventId> =
    (fresh.stats.exits ?? []).length > 0 ? eventsOfReasons : eventsOfCounters;
  const known = eventIds.filter((event) => stored.counted.counts[event] || counted.counts[event]);
  const seen = known.filter((event) => visible.has(event));
  const unseen = known.filter((event) => !visible.has(event) && stored.priceOf(event).value !== 0);
  const terms = driftOf(stored.counted, counted, seen, stored.priceOf);
  const share = fresh.read.unattributedShare ?? 0;
  const { sentence, exitCode } = verdictOf(terms, per, stored, share);
  const figure: Figure = {
    id: 'drift',
    title: titles[per](),
    description: words.description(),
    rows: terms.map(rowOf),
  };
  process.exitCode = exitCode;
  if (unseen.length > 0) notes.push(words.unseen({ events: unseen }));
  if (options.json) {
    const moved = terms.filter((term) => term.moved).map(({ event }) => event);
    const { host, what } = stored;
    return printJson({
      ...{ sentence, exitCode, moved, host, technique: stored.technique, stored: what },
      ...{ fresh: fresh.what, per, terms, notes, unattributedShare: share, figures: [figure] },
    });
  }
  printAnswer(sentence, [figure]);
  for (const each of notes) note(each);
}

/** `virtcost check STORED --from FORMAT FILE`: fresh counters against a stored prediction. */
export function check(program: Command): void {
  program
    .command('check')
    .addHelpText(
      'after',
      examples(
        "check reports/sample --from perf-kvm-stat examples/guests/perf-kvm-stat.txt --seconds 10s --cell '*/hardware/4K-4K'",
        "check reports/sample --from perf-kvm-stat examples/guests/perf-kvm-stat.txt --seconds 10s --cell '*/hardware/2M-2M' --json",
      ),
    )
    .argument('<stored>', 'results folder of a run, or what price --json printed')
    .requiredOption('--from <format-and-file...>', 'FORMAT FILE: fresh counters (virtcost formats)')
    .option('--seconds <s>', 'time the fresh counters cover', positiveNumber(1e-6, 1e9))
    .option('--stored-seconds <s>', 'time the stored counts cover', positiveNumber(1e-6, 1e9))
    .option(
      '--instructions-per-second <n>',
      'of the whole guest, against a run or a workload (default: 1e9 per vCPU, an assumption)',
      positiveNumber(1, 1e15),
    )
    .option('--technique <id>', 'which bill (default: hardware, or the only one)')
    .option('--cell <name>', 'which cell of a run, as reports name it')
    .option('--json', 'print one JSON document on standard output')
    .action(answer);
}
