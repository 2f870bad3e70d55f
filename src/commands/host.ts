import type { Command } from 'commander';
import { nth } from '../elements.ts';
import { UserError } from '../errors.ts';
import { writeWhole } from '../files/write-whole.ts';
import { hostFrom } from '../formats/host-profile.ts';
import { earlierIds } from '../hosts/earlier-ids.ts';
import { hostNames, hosts } from '../hosts/index.ts';
import { hostDocument } from '../hosts/load.ts';
import type { Text } from '../message.ts';
import { hostTitles } from '../messages/hosts.ts';
import { probeWords, unmeasuredText } from '../messages/probe.ts';
import { tableTitles } from '../messages/table-titles.ts';
import { isQuiet, mostLoad, mostNoise } from '../model/probe/noise.ts';
import { saneRows } from '../model/probe/sane.ts';
import { blankLine, note, printJson, say } from '../terminal/output.ts';
import { printOnlyTable, printTable } from '../terminal/table.ts';
import { examples } from './examples.ts';
import { type CopyRate, measureCopyRate } from './host/copy-rate.ts';
import { probe } from './host/probe.ts';
import { hostRows, measuredRow } from './host/rows.ts';
import { bytesOf, wholeNumber } from './options.ts';

const MIN_BYTES = 2 ** 20;
/** What one WebAssembly memory holds beside the order of the pages. */
const MAX_BYTES = 2 ** 31;

function probeBytes(text: string): number {
  const bytes = bytesOf(text);
  if (bytes >= MIN_BYTES && bytes <= MAX_BYTES) return bytes;
  throw new UserError(`expected 1MiB to 2GiB to probe, found "${text}".`);
}

function list(options: { json?: boolean }): void {
  const earlier = new Map(Object.entries(earlierIds).map(([old, id]) => [id, old]));
  const rows = hosts.map(({ id, title, memory }) => ({
    id,
    'also read as': earlier.get(id) ?? '',
    'L1 DTLB': memory.l1Dtlb['4K'].entries,
    'L2 TLB': memory.l2Tlb.entries,
    title: hostTitles(title),
  }));
  if (options.json)
    printJson(hosts.map(({ id, title }) => ({ id, earlierId: earlier.get(id) ?? null, title })));
  else printOnlyTable(rows, tableTitles.hosts());
}

async function show(id: string, options: { json?: boolean }): Promise<void> {
  const host = await hostFrom(id);
  if (options.json) return printJson(hostDocument(host));
  printOnlyTable(hostRows(host), hostTitles(host.title));
}

interface ProbeCommandOptions {
  out?: string;
  id: string;
  maxBytes: number;
  rounds: number;
  native: boolean;
  json?: boolean;
}

/** A rate that varies more than this between bursts was not measured on a quiet machine. */
const MOST_SPREAD = 3;
/** Loopback copies of any machine, bytes per second; beyond, the clock or the socket is not what it seems. */
const COPY_RANGE = [2e7, 1e11] as const;

/** The copy rate and the options of `migrate` that state it. */
export function copySentence({ bytesPerS, low, high }: CopyRate, quiet: boolean): Text {
  const spread = Math.sqrt(high / low).toFixed(1);
  const options = `--copy-speed ${Math.round(bytesPerS / 2 ** 20)}MiB --copy-spread ${spread}`;
  const said = { rate: bytesPerS, low, high };
  const [least, most] = COPY_RANGE;
  if (bytesPerS < least || bytesPerS > most) return probeWords.copyOdd({ ...said, least, most });
  return quiet && high / low <= MOST_SPREAD
    ? probeWords.copy({ ...said, options })
    : probeWords.copyLoaded({ ...said, options });
}

/** How quiet the machine was, and what that means for its figures. */
export function noiseSentence(noise: number, load: number): Text {
  return isQuiet(noise, load)
    ? probeWords.quiet({ noise, load })
    : probeWords.loaded({ noise, load, most: mostNoise.value, mostLoad: mostLoad.value });
}

async function measure(options: ProbeCommandOptions): Promise<void> {
  if (!/^[a-z0-9][a-z0-9-]{0,40}$/.test(options.id) || hostNames.includes(options.id)) {
    throw new UserError(
      'expected --id of lower-case letters, digits and dashes that no built-in host has.',
    );
  }
  const { host, unmeasured, curves, bySource, noise, load, checks } = await probe(options);
  const migrationCopy = await measureCopyRate();
  const document = hostDocument(host, unmeasured);
  if (options.out !== undefined) {
    await writeWhole(options.out, `${JSON.stringify(document, null, 2)}\n`);
  }
  if (options.json) {
    printJson({ ...document, noise, load, checks, curves, migrationCopy });
    return;
  }
  printTable(hostRows(host), hostTitles(host.title));
  blankLine();
  printTable(
    bySource.map((each, i) => measuredRow(nth(curves, i).title, each)),
    probeWords.sources(),
  );
  blankLine();
  printTable(saneRows(checks), probeWords.checks());
  blankLine();
  say(noiseSentence(noise, load));
  say(copySentence(migrationCopy, isQuiet(noise, load)));
  blankLine();
  say(probeWords.unmeasured());
  for (const what of unmeasured) say(probeWords.item({ text: unmeasuredText(what) }));
  if (options.out === undefined) note(probeWords.keep());
}

/** `virtcost host`: the host profiles, and a new one by measuring this machine. */
export function host(program: Command): void {
  const group = program
    .command('host')
    .addHelpText('after', examples('host list', 'host show epyc-zen3-2021'));
  group
    .command('list')
    .addHelpText('after', examples('host list', 'host list --format csv'))
    .description('every built-in host profile')
    .option('--json', 'print one JSON document on standard output')
    .action(list);
  group
    .command('show <host>')
    .addHelpText(
      'after',
      examples('host show epyc-zen3-2021', "host show '*zen4*' --format markdown"),
    )
    .description('every number of a profile (id or JSON file) with status and source')
    .option('--json', 'print the profile as the document that --host reads')
    .action(show);
  group
    .command('probe')
    .addHelpText(
      'after',
      examples(
        'host probe --rounds 1 --max-bytes 1MiB --no-native',
        'host probe --out my-host.json --id my-host',
      ),
    )
    .description('measure caches and TLBs of this machine by pointer chases; about a minute')
    .option('--out <file>', 'write the profile as JSON')
    .option('--id <id>', 'id of the profile', 'this-machine')
    .option('--max-bytes <size>', 'largest footprint', probeBytes, 2 ** 28)
    .option('--rounds <n>', 'rounds over all footprints', wholeNumber(1, 100), 3)
    .option('--no-native', 'leave out the C probe')
    .option('--json', 'print one JSON document on standard output')
    .action(measure);
}
