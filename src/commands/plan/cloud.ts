import { type Command, Option } from 'commander';
import { UserError } from '../../errors.ts';
import { oneName } from '../../names.ts';
import { availabilityAnswer } from '../../plan/cloud/availability.ts';
import { billedSeconds, billing, burst } from '../../plan/cloud/billing.ts';
import { consolidate, parseServers } from '../../plan/cloud/consolidate.ts';
import { creditRun, creditTypes, earnOf } from '../../plan/cloud/credits.ts';
import { familyFits } from '../../plan/cloud/families.ts';
import {
  billingTopic,
  burstTopic,
  creditsTopic,
  slaTopic,
} from '../../report/sections/plan/cloud.ts';
import { consolidationTopic, familiesTopic } from '../../report/sections/plan/instances.ts';
import { examples } from '../examples.ts';
import { bytesOf, positiveNumber, wholeNumber } from '../options.ts';
import { type TellFlags, tellOptions, tellTopic } from '../tell-topic.ts';

const MOST_HOURS = 10_000;

/** "0x6,1280x2,270": values, each so many times. */
function repeated(text: string): number[] {
  const values: number[] = [];
  for (const part of text.split(',')) {
    const found = /^(\d{1,9}(?:\.\d{1,6})?)(?:x(\d{1,5}))?$/.exec(part.trim());
    const times = Number(found?.[2] ?? 1);
    if (!found || times === 0 || values.length + times > MOST_HOURS) {
      throw new UserError(
        `expected numbers such as 0x6,100,50x2 (VALUExTIMES), at most ${MOST_HOURS}, found "${part.slice(0, 40)}".`,
      );
    }
    for (let i = 0; i < times; i++) values.push(Number(found[1]));
  }
  return values;
}

interface CreditFlags extends TellFlags {
  type: string;
  use: number[];
  start?: number;
  perVcpu?: boolean;
  unlimited?: boolean;
}

/** `virtcost plan credits`: CPU credits of burstable instances. */
export function planCredits(plan: Command): void {
  const types = creditTypes.map(({ id }) => id);
  const command = plan
    .command('credits')
    .addHelpText('after', examples('plan credits', 'plan credits --type t3.small --use 20x8,90x4'))
    .description('CPU credits of burstable instances (AWS T, Azure B), hour by hour')
    .addOption(new Option('--type <id>', 'the instance').choices(types).default('t3.large'))
    .option(
      '--use <list>',
      'use of each hour, % of one vCPU, VALUExTIMES',
      repeated,
      repeated('200x12'),
    )
    .option('--per-vcpu', 'the use is the mean over the vCPUs, as CloudWatch shows it')
    .option(
      '--start <credits>',
      'credits at the start (default: the vendor’s, or the cap)',
      positiveNumber(0, 1e6),
    )
    .option('--unlimited', 'go on beyond the balance and pay for it');
  tellOptions(command).action(async (flags: CreditFlags) => {
    const named = oneName('a burstable instance', flags.type, types);
    const type = creditTypes.find(({ id }) => id === named);
    if (!type) throw new UserError(`--type: expected ${types.join(', ')}, found "${flags.type}".`);
    const use = flags.perVcpu ? flags.use.map((percent) => percent * type.vcpus) : flags.use;
    const start = flags.start ?? (type.initial > 0 ? type.initial : type.cap);
    const run = creditRun(type, use, start, flags.unlimited === true);
    await tellTopic(
      creditsTopic(type, Math.min(start, type.cap), { ...run, earned: earnOf(type) }),
      flags,
      'plan credits',
    );
  });
}

interface SlaFlags extends TellFlags {
  availability: number;
  days: number;
  zones: number;
  down?: number;
}

/** `virtcost plan sla`: minutes an availability allows. */
export function planSla(plan: Command): void {
  const command = plan
    .command('sla')
    .addHelpText('after', examples('plan sla', 'plan sla --availability 99.95 --down 45min'))
    .description('availability as minutes, zones together, credits of a missed month')
    .option('--availability <percent>', 'what is held to', positiveNumber(0, 100), 99.975)
    .option('--days <n>', 'days of the period', positiveNumber(0.01, 3660), 30)
    .option('--zones <n>', 'independent zones of which one has to serve', wholeNumber(1, 100), 2)
    .option('--down <min>', 'minutes it was down', positiveNumber(0, 1e7));
  tellOptions(command).action(async (flags: SlaFlags) => {
    const question = {
      availability: flags.availability / 100,
      days: flags.days,
      zones: flags.zones,
      downMinutes: flags.down ?? null,
    };
    await tellTopic(slaTopic(question, availabilityAnswer(question)), flags, 'plan sla');
  });
}

const money = positiveNumber(1e-6, 1e9);

interface BillingFlags extends TellFlags {
  hour: number;
  month: number;
  year: number;
  hours: number;
  seconds?: number;
  perHour?: boolean;
}

/** `virtcost plan billing`: by use, month or year, and their break-even. */
export function planBilling(plan: Command): void {
  const command = plan
    .command('billing')
    .addHelpText('after', examples('plan billing', 'plan billing --hours 200 --seconds 90s'))
    .description('pay by use, month or year: break-even; how short runs are rounded')
    .option('--hour <price>', 'an hour', money, 0.1)
    .option('--month <price>', 'a month', money, 50)
    .option('--year <price>', 'a year', money, 450)
    .option('--hours <n>', 'hours used a month', positiveNumber(0, 744), 400)
    .option('--seconds <s>', 'how is a run of so many seconds billed', positiveNumber(0, 1e9))
    .option('--per-hour', 'runs are rounded to whole hours, not to seconds of at least 60');
  tellOptions(command).action(async (flags: BillingFlags) => {
    const price = { perHour: flags.hour, perMonth: flags.month, perYear: flags.year };
    const { hours, seconds } = flags;
    const billed = seconds === undefined ? null : billedSeconds(seconds, flags.perHour === true);
    const question = { hours, seconds: seconds ?? null, billed };
    await tellTopic(billingTopic(question, billing({ price, hours })), flags, 'plan billing');
  });
}

interface BurstFlags extends TellFlags {
  demand: number[];
  own: number;
  ownMonth: number;
  cloudHour: number;
  startHours: number;
}

/** `virtcost plan burst`: own machines for the base, a public cloud for the peak. */
export function planBurst(plan: Command): void {
  const command = plan
    .command('burst')
    .addHelpText('after', examples('plan burst', 'plan burst --own 60 --cloud-hour 0.05'))
    .description('hybrid cloud: the peak goes to a public cloud; the cheapest split')
    .option(
      '--demand <list>',
      'machines needed hour by hour, VALUExTIMES',
      repeated,
      repeated('20x8,60x4,100x2,60x4,20x6'),
    )
    .option('--own <n>', 'machines of one’s own', wholeNumber(0, 100_000), 40)
    .option('--own-month <price>', 'a machine of one’s own a month', money, 40)
    .option('--cloud-hour <price>', 'a cloud machine an hour', money, 0.1)
    .option(
      '--start-hours <n>',
      'hours a start is billed beyond its need',
      positiveNumber(0, 24),
      0,
    );
  tellOptions(command).action(async (flags: BurstFlags) => {
    const answer = burst({
      demand: flags.demand,
      own: flags.own,
      ownPerMonth: flags.ownMonth,
      cloudPerHour: flags.cloudHour,
      startHours: flags.startHours,
    });
    await tellTopic(burstTopic(answer), flags, 'plan burst');
  });
}

interface InstanceFlags extends TellFlags {
  vcpus: number;
  memory: number;
  cloud?: string;
}

/** `virtcost plan instances`: the smallest instance of each family. */
export function planInstances(plan: Command): void {
  const command = plan
    .command('instances')
    .addHelpText(
      'after',
      examples(
        'plan instances --vcpus 8 --memory 48GiB',
        'plan instances --vcpus 8 --memory 48GiB --cloud aws',
      ),
    )
    .description('instance families by GiB per vCPU: the smallest that holds a machine')
    .option('--vcpus <n>', 'vCPUs of the machine', positiveNumber(0.01, 4096), 4)
    .option('--memory <size>', 'memory of the machine', bytesOf, 24 * 2 ** 30)
    .option('--cloud <id>', 'alibaba, aws, azure, tencent, kubevirt (default: all)');
  tellOptions(command).action(async (flags: InstanceFlags) => {
    const gib = flags.memory / 2 ** 30;
    const fits = familyFits(flags.vcpus, gib, flags.cloud);
    await tellTopic(familiesTopic(flags.vcpus, gib, fits), flags, 'plan instances');
  });
}

interface ConsolidateFlags extends TellFlags {
  servers?: ReturnType<typeof parseServers>[];
  cores: number;
  ghz: number;
  memory: number;
  cpuLimit: number;
  memoryLimit: number;
  overhead: number;
  memoryOverhead: number;
  ipc: number;
  spare: number;
}

/** `virtcost plan consolidate`: physical servers become virtual machines. */
export function planConsolidate(plan: Command): void {
  const share = positiveNumber(0.01, 1);
  const command = plan
    .command('consolidate')
    .addHelpText(
      'after',
      examples('plan consolidate', 'plan consolidate --servers 60:16:2.6:128:15:60 --memory 1TiB'),
    )
    .description('P2V: hosts that carry the peak use of physical servers')
    .option(
      '--servers <kind>',
      'COUNT:CORES:GHZ:GIB:CPU%:MEMORY% in use; repeat (default: 40:8:2.4:32:12:50)',
      (text: string, list: ReturnType<typeof parseServers>[] = []) => [...list, parseServers(text)],
    )
    .option('--cores <n>', 'cores of a new host', wholeNumber(1, 4096), 64)
    .option('--ghz <GHz>', 'its clock', positiveNumber(0.1, 10), 2.6)
    .option('--memory <size>', 'its memory', bytesOf, 512 * 2 ** 30)
    .option('--cpu-limit <share>', 'of its CPU that may be filled', share, 0.7)
    .option('--memory-limit <share>', 'of its memory', share, 0.9)
    .option('--overhead <ratio>', 'CPU that virtualization adds', positiveNumber(0, 100), 0.1)
    .option('--memory-overhead <GiB>', 'memory it adds a machine', positiveNumber(0, 1000), 0.25)
    .option(
      '--ipc <factor>',
      'work per cycle over that of the old servers',
      positiveNumber(0.1, 10),
      1,
    )
    .option('--spare <n>', 'hosts that may fail', wholeNumber(0, 1000), 1);
  tellOptions(command).action(async (flags: ConsolidateFlags) => {
    const answer = consolidate({
      servers: flags.servers ?? [parseServers('40:8:2.4:32:12:50')],
      host: {
        cores: flags.cores,
        ghz: flags.ghz,
        memoryGib: flags.memory / 2 ** 30,
        cpuLimit: flags.cpuLimit,
        memoryLimit: flags.memoryLimit,
      },
      cpuOverhead: flags.overhead,
      memoryOverheadGib: flags.memoryOverhead,
      ipcFactor: flags.ipc,
      spareHosts: flags.spare,
    });
    await tellTopic(consolidationTopic(answer), flags, 'plan consolidate');
  });
}
