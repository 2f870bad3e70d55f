import { type Command, Option } from 'commander';
import { UserError } from '../../errors.ts';
import { hostFrom } from '../../formats/host-profile.ts';
import { arrayAnswer, protectionOf } from '../../model/io/storage/protection.ts';
import {
  type DesktopProfile,
  type Display,
  desktopNumbers,
  desktopProfiles,
  displays,
} from '../../model/levels/desktop-numbers.ts';
import { type DesktopQuestion, desktops } from '../../model/levels/desktops.ts';
import { gameFrames } from '../../model/levels/games.ts';
import { frameCost, type LevelLoad, levelBill, levels } from '../../model/levels/levels.ts';
import { desktopsTopic, levelsTopic, libraryTopic } from '../../report/sections/levels.ts';
import { examples } from '../examples.ts';
import { hostOption } from '../host-option.ts';
import { positiveNumber, wholeNumber } from '../options.ts';
import { type TellFlags, tellOptions, tellTopic } from '../tell-topic.ts';

const share = positiveNumber(0, 1);
const count = positiveNumber(0, 1e9);

interface LevelFlags extends TellFlags {
  userTime: number;
  fpShare: number;
  hotShare: number;
  fileShare: number;
  systemCalls: number;
  apiCalls: number;
  exits: number;
  host: string;
}

/** `virtcost price levels`: one program at every level of virtualization. */
export function priceLevels(parent: Command): void {
  const command = parent
    .command('levels')
    .addHelpText(
      'after',
      examples('price levels', 'price levels --user-time 300ms --system-calls 50k'),
    )
    .description(
      'one program at every level: instruction set, HAL, OS, library, language, application',
    )
    .option('--user-time <s>', 'native user time', positiveNumber(1e-6, 1e9), 1)
    .option('--fp-share <share>', 'of it floating point', share, 0.1)
    .option('--hot-share <share>', 'of it hot loops of bytecode', share, 0.5)
    .option('--file-share <share>', 'of it file operations', share, 0.1)
    .option('--system-calls <n>', 'system calls', count, 100_000)
    .option('--api-calls <n>', 'library calls that reach a server', count, 10_000)
    .option('--exits <n>', 'exits as a virtual machine', count, 20_000)
    .addOption(hostOption());
  tellOptions(command).action(async (flags: LevelFlags) => {
    const load: LevelLoad = {
      userS: flags.userTime,
      fpShare: flags.fpShare,
      hotShare: flags.hotShare,
      fileShare: flags.fileShare,
      systemCalls: flags.systemCalls,
      apiCalls: flags.apiCalls,
      exits: flags.exits,
    };
    const host = await hostFrom(flags.host);
    const bills = levels.map((level) => levelBill(level, load, host));
    await tellTopic(levelsTopic(load, bills), flags, 'price levels');
  });
}

interface LibraryFlags extends TellFlags {
  frames: number;
  framesNative: number;
  calls?: number;
}

/** `virtcost price library`: what calls to a server cost a frame. */
export function priceLibrary(parent: Command): void {
  const fps = positiveNumber(0.001, 1e6);
  const command = parent
    .command('library')
    .addHelpText(
      'after',
      examples('price library', 'price library --frames 90 --frames-native 200 --calls 3k'),
    )
    .description(
      'API translation (Wine): time of the server calls in a frame, from two frame rates',
    )
    .option('--frames <n>', 'frames a second with the calls', fps, 110.6)
    .option('--frames-native <n>', 'frames a second without them', fps, 860.7)
    .option('--calls <n>', 'calls of a frame', positiveNumber(1, 1e9));
  tellOptions(command).action(async (flags: LibraryFlags) => {
    const { frames, framesNative, calls } = flags;
    if (framesNative < frames) {
      throw new UserError(`--frames-native: expected at least ${frames}, found ${framesNative}.`);
    }
    const topic = libraryTopic(
      frames,
      framesNative,
      frameCost(frames, framesNative, calls),
      gameFrames(),
    );
    await tellTopic(topic, flags, 'price library');
  });
}

interface DesktopFlags extends TellFlags {
  users: number;
  profile: DesktopProfile;
  session: DesktopQuestion['session'];
  display: Display;
  iops?: number;
  writeShare: number;
  diskIops: number;
  bootIops: number;
  bootTime: number;
  storm: number;
}

const heavy = (profile: DesktopProfile) => profile === 'heavy' || profile === 'power';

/** `virtcost price desktops`: VDI density, display path and boot storm. */
export function priceDesktops(parent: Command): void {
  const { writeShare, bootIops, bootS, averageIops, heavyIops } = desktopNumbers;
  const command = parent
    .command('desktops')
    .addHelpText(
      'after',
      examples('price desktops', 'price desktops --users 400 --profile heavy --storm 20min'),
    )
    .description('VDI and remote sessions: density, display bandwidth, disks, boot storm')
    .option('--users <n>', 'desktops', wholeNumber(1, 10_000_000), 100)
    .addOption(
      new Option('--profile <id>', 'what users do')
        .choices(Object.keys(desktopProfiles))
        .default('medium'),
    )
    .addOption(
      new Option('--session <kind>', 'many on one system, or a machine each')
        .choices(['multi', 'single'])
        .default('multi'),
    )
    .addOption(
      new Option('--display <id>', 'what is shown').choices(Object.keys(displays)).default('web'),
    )
    .option(
      '--iops <n>',
      `disk requests/s of a desktop (default: ${averageIops.value}, heavy ${heavyIops.value})`,
      count,
    )
    .option('--write-share <share>', 'of them writes', share, writeShare.value)
    .option('--disk-iops <n>', 'requests a second of one disk', positiveNumber(1, 1e9), 180)
    .option('--boot-iops <n>', 'disk requests/s of a boot', count, bootIops.value)
    .option('--boot-time <s>', 'how long a boot takes', positiveNumber(0.1, 86_400), bootS.value)
    .option('--storm <min>', 'all boot within', positiveNumber(0.01, 10_000), 10);
  tellOptions(command).action(async (flags: DesktopFlags) => {
    const question: DesktopQuestion = {
      users: flags.users,
      profile: flags.profile,
      session: flags.session,
      display: flags.display,
      iopsEach: flags.iops ?? (heavy(flags.profile) ? heavyIops : averageIops).value,
      writeShare: flags.writeShare,
      bootIopsEach: flags.bootIops,
      bootS: flags.bootTime,
      stormMinutes: flags.storm,
    };
    const answer = desktops(question);
    const arrays = ['raid10', 'raid5', 'raid6'].map((scheme) =>
      arrayAnswer(protectionOf(scheme, 8), {
        diskIops: flags.diskIops,
        diskBytes: 1e12,
        writeShare: flags.writeShare,
        rebuildBytesPerS: 1e8,
        iops: answer.iops,
        rawBytes: null,
      }),
    );
    await tellTopic(desktopsTopic(question, answer, arrays), flags, 'price desktops');
  });
}
