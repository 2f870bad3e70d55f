import type { Command } from 'commander';
import { printable } from '../errors.ts';
import type { FigureCell } from '../figure.ts';
import type { GuestStats } from '../formats/guest-stats/guest-stats.ts';
import { guestStatsFormats } from '../formats/guest-stats/index.ts';
import type { Message, Text } from '../message.ts';
import { importWords } from '../messages/import.ts';
import { blankLine, note, printJson, say } from '../terminal/output.ts';
import { printTable } from '../terminal/table.ts';
import { examples } from './examples.ts';
import { answerImport, eventsBlock, type ImportAnswer } from './import/answer.ts';
import {
  inventorySentence,
  loadSentence,
  showInventory,
  showLoad,
  totalsOf,
} from './import/inventory.ts';
import { readImport, refuseGuestOptions } from './import/read.ts';
import { positiveNumber } from './options.ts';

const MAX_ROWS = 200;

/** Names come from the file: one line, nothing a terminal obeys. */
const shown = (text: string) => printable(text, 200).replace(/\s+/g, ' ');

function table(title: Text, rows: readonly Record<string, FigureCell>[]): void {
  if (rows.length === 0) return;
  blankLine();
  printTable(rows.slice(0, MAX_ROWS), title);
  if (rows.length > MAX_ROWS) note(importWords.more({ left: rows.length - MAX_ROWS }));
}

const guestRow = (guest: GuestStats) => ({
  guest: shown(guest.title),
  vcpus: guest.vcpus ?? '',
  exits: guest.totalExits ?? guest.exits?.reduce((sum, { count }) => sum + count, 0) ?? '',
  'ready %': guest.scheduling?.readyPercent ?? '',
  'co-stop %': guest.scheduling?.costopPercent ?? '',
  'device requests': guest.events['device-request'] ?? '',
});

/** What was read: guest, format, time and size as far as they are known. */
const readSentence = ({ title, format, seconds, vcpus }: GuestStats): Message =>
  importWords.read({
    title: shown(title),
    parts: [
      format,
      ...(seconds === undefined ? [] : [importWords.seconds({ seconds: seconds.toPrecision(4) })]),
      ...(vcpus === undefined ? [] : [importWords.vcpus({ n: vcpus })]),
    ],
  });

function show(answer: ImportAnswer, file: string): void {
  const { stats, attribution } = answer;
  note(readSentence(stats));
  for (const warning of stats.warnings) note(importWords.warning({ text: shown(warning) }));
  table(importWords.guests(), (stats.guests ?? (stats.scheduling ? [stats] : [])).map(guestRow));
  table(
    importWords.exits(),
    attribution.rows.map(({ reason, count, event, how }) => ({
      reason: shown(reason),
      count,
      event: event ?? (how === 'part' ? importWords.part() : importWords.notAttributed()),
    })),
  );
  const remarks = attribution.rows.filter(({ note: remark }) => remark !== '').slice(0, MAX_ROWS);
  if (remarks.length > 0) {
    note(
      `\n${remarks.map(({ reason, note: remark }) => `${shown(reason)}: ${remark}`).join('\n')}`,
    );
  }
  if (attribution.unattributedShare !== null) {
    const share = (attribution.unattributedShare * 100).toFixed(2);
    note(importWords.unattributed({ share, exits: attribution.exits }));
  }
  if (attribution.idleUs > 0) {
    const seconds = (us: number) => (us / 1e6).toFixed(3);
    const { idleUs, handledUs } = attribution;
    note(importWords.idle({ idle: seconds(idleUs), handled: seconds(handledUs) }));
  }
  table(
    importWords.latencies(),
    (stats.latencies ?? []).map(({ name, value, unit, event }) => ({
      name: shown(name),
      value,
      unit,
      event: event ?? '',
    })),
  );
  table(
    importWords.bandwidths(),
    (stats.bandwidths ?? []).map(({ name, megabytesPerS }) => ({
      name: shown(name),
      'MB/s': megabytesPerS,
    })),
  );
  const block = eventsBlock(answer, file);
  if (block !== '') say(`\n${block.trimEnd()}`);
  else if (answer.why !== undefined) note(importWords.noBlock({ why: answer.why }));
}

/** `virtcost import FILE`: what a monitoring tool measured, as events of the model and of a scenario. */
export function importFile(program: Command): void {
  program
    .command('import')
    .addHelpText(
      'after',
      examples(
        'import examples/guests/perf-kvm-stat.txt --seconds 10s',
        'import examples/inventory/bitbrains-small',
      ),
    )
    .argument(
      '<file>',
      'output of perf kvm stat, kvm_stat, virsh domstats, esxtop, ..., or a file or folder of an inventory: see "virtcost formats"',
    )
    .option(
      '--input-format <id>',
      `one of ${guestStatsFormats.map(({ id }) => id).join(', ')} (default: told from the content)`,
    )
    .option('--guest <name>', 'one guest of a file with several (default: their sum)')
    .option(
      '--seconds <s>',
      'time measured, where the file does not say',
      positiveNumber(1e-6, 1e9),
    )
    .option(
      '--instructions-per-second <n>',
      'of the whole guest (default: 1e9 per vCPU, an assumption)',
      positiveNumber(1, 1e15),
    )
    .option('--json', 'print one JSON document on standard output')
    .action(async (file: string, options) => {
      const read = await readImport(file, options.inputFormat);
      if (read.kind === 'guest statistics') {
        const answer = answerImport(read.stats, options);
        if (options.json) printJson({ file, ...answer });
        else show(answer, file);
        return;
      }
      refuseGuestOptions(read.kind, options);
      if (read.kind === 'load') {
        if (options.json) printJson({ file, answer: loadSentence(read.load), ...read.load });
        else showLoad(read.load);
        return;
      }
      const { inventory } = read;
      const totals = totalsOf(inventory);
      if (options.json)
        printJson({ file, answer: inventorySentence(totals), totals, ...inventory });
      else showInventory(inventory);
    });
}
