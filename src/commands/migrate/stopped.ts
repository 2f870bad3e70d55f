import { type Command, InvalidArgumentError, Option } from 'commander';
import { acrossPause, tcpTimers } from '../../model/availability/tcp-pause.ts';
import { defaultHost, defaultSettings, hostBehind } from '../../model/migration/defaults.ts';
import { ofPattern } from '../../model/migration/dirty.ts';
import type { MigratingGuest } from '../../model/migration/plan-types.ts';
import { type CheckpointTarget, checkpoint } from '../../model/migration/policies/checkpoint.ts';
import { coldMigration } from '../../model/migration/policies/cold.ts';
import type { StopRule } from '../../model/migration/policies/other-stop-rules.ts';
import { underStopRule } from '../../model/migration/policies/stop-rules.ts';
import { checkpointTopic, coldTopic, roundsTopic } from '../../report/sections/stopped.ts';
import { parseBytes } from '../../units.ts';
import { examples } from '../examples.ts';
import { positiveNumber, wholeNumber } from '../options.ts';
import { type TellFlags, tellOptions, tellTopic } from '../tell-topic.ts';
import { type TcpFlags, tcpOptions, tcpSettings } from './neighbours.ts';

const PAGE = 4096;
const MAX_BYTES = 2 ** 46;

function size(text: string): number {
  const bytes = parseBytes(text);
  if (bytes !== undefined && bytes >= PAGE && bytes <= MAX_BYTES) return bytes;
  throw new InvalidArgumentError(`expected a size from 4 KiB to 64 TiB, found "${text}".`);
}

interface GuestFlags extends TellFlags {
  ram: number;
  zeroShare: number;
  workingSet?: number;
  writes: number;
  link: number;
}

const guestOptions = (command: Command): Command =>
  command
    .option('--ram <size>', 'memory of the guest', size, 4 * 2 ** 30)
    .option('--zero-share <share>', 'share of memory never touched', positiveNumber(0, 1), 0)
    .option('--working-set <size>', 'memory it writes to (default: an eighth)', size)
    .option('--writes <n>', 'page writes per second', positiveNumber(0, 1e8), 2000)
    .option('--link <Gbit/s>', 'Gbit/s the link carries', positiveNumber(0.0001, 10_000), 10);

function guestOf({ ram, zeroShare, workingSet, writes }: GuestFlags): MigratingGuest {
  const pages = Math.max(1, Math.floor(Math.min(ram, workingSet ?? ram / 8) / PAGE));
  const pattern = writes > 0 ? 'uniform' : 'idle';
  return {
    ramBytes: ram,
    zeroShare,
    dirty: ofPattern(pattern, pages, writes),
    deviceStateBytes: 2 ** 20,
  };
}

const settingsOf = ({ link }: GuestFlags) => ({
  ...defaultSettings,
  maxBandwidth: 0,
  linkBandwidth: (link * 1e9) / 8,
});

/** `virtcost migrate cold`: switched off, or stopped, while it moves. */
export function migrateCold(migrate: Command): void {
  const command = migrate
    .command('cold')
    .addHelpText(
      'after',
      examples(
        'migrate cold --ram 64GiB --link 10Gbit',
        'migrate cold --ram 8GiB --zero-share 0.5',
      ),
    )
    .description('stop and copy: the machine is down for one pass over its memory');
  tellOptions(guestOptions(command)).action(async (flags: GuestFlags) => {
    const settings = settingsOf(flags);
    const cold = coldMigration(guestOf(flags), settings, hostBehind(settings.linkBandwidth));
    await tellTopic(coldTopic(flags.ram, cold), flags, 'migrate cold');
  });
}

interface RoundFlags extends GuestFlags {
  max: number;
  minPages: number;
}

/** `virtcost migrate rounds`: the pause by the largest number of rounds allowed. */
export function migrateRounds(migrate: Command): void {
  const command = migrate
    .command('rounds')
    .addHelpText(
      'after',
      examples('migrate rounds --ram 8GiB --writes 50k', 'migrate rounds --max 4 --link 25G'),
    )
    .description('pre-copy that stops after a number of iterations set by the user')
    .option('--max <n>', 'most rounds to show', wholeNumber(1, 100), 8)
    .option('--min-pages <n>', 'stop earlier when fewer pages are dirty', wholeNumber(0, 1e9), 50);
  tellOptions(guestOptions(command)).action(async (flags: RoundFlags) => {
    const settings = settingsOf(flags);
    const guest = guestOf(flags);
    const rows = Array.from({ length: flags.max }, (_, i) => {
      const rule: StopRule = {
        id: 'xen',
        title: 'set by the user',
        maxRounds: i + 1,
        minPages: flags.minPages,
        maxSentRatio: Number.POSITIVE_INFINITY,
        maxRestS: 0,
        slowsGuest: false,
        source: 'stated',
        known: { status: 'derived' },
      };
      return {
        most: i + 1,
        ...underStopRule(guest, settings, hostBehind(settings.linkBandwidth), rule),
      };
    });
    await tellTopic(roundsTopic(rows), flags, 'migrate rounds');
  });
}

interface CheckpointFlags extends GuestFlags, TcpFlags {
  mode: CheckpointTarget['mode'];
  store: number;
  away: number;
}

/** `virtcost migrate checkpoint`: saved memory, restored later, and what its peers notice. */
export function migrateCheckpoint(migrate: Command): void {
  const command = migrate
    .command('checkpoint')
    .addHelpText(
      'after',
      examples(
        'migrate checkpoint --ram 8GiB',
        'migrate checkpoint --mode copy-on-write --store 1GB/s',
      ),
    )
    .description('memory and CPU saved and restored: sizes, pause, and open connections')
    .addOption(
      new Option('--mode <id>', 'stopped, or running with pages copied before they change')
        .choices(['stopped', 'copy-on-write'])
        .default('stopped'),
    )
    .option('--store <rate>', 'bytes a second the store takes and gives', size, 5e8)
    .option('--away <s>', 'between the checkpoint and its restore', positiveNumber(0, 1e8), 0);
  tellOptions(tcpOptions(guestOptions(command))).action(async (flags: CheckpointFlags) => {
    const target: CheckpointTarget = {
      writeBytesPerS: flags.store,
      diskSnapshotMs: 100,
      mode: flags.mode,
      copyFaultNs: 2000,
    };
    const saved = checkpoint(guestOf(flags), settingsOf(flags), defaultHost, target);
    const restore = { readS: saved.bytes / flags.store, awayS: flags.away };
    const pauseS = saved.blackoutS + restore.awayS + restore.readS;
    const outcome = acrossPause(pauseS, tcpSettings(flags));
    await tellTopic(
      checkpointTopic(saved, restore, outcome, tcpTimers),
      flags,
      'migrate checkpoint',
    );
  });
}
