import { type Command, Option } from 'commander';
import { UserError } from '../../errors.ts';
import {
  failoverTime,
  failureDetectors,
  type RestartGroup,
} from '../../model/availability/failover-time.ts';
import { acrossPause, tcpTimers } from '../../model/availability/tcp-pause.ts';
import {
  maskedPool,
  type PoolHost,
  parsePoolHost,
} from '../../model/interactions/feature-masks.ts';
import { connectionsTopic, failoverTopic, poolTopic } from '../../report/sections/availability.ts';
import { sourced } from '../../sourced.ts';
import { examples } from '../examples.ts';
import { positiveNumber, wholeNumber } from '../options.ts';
import { type TellFlags, tellOptions, tellTopic } from '../tell-topic.ts';

const seconds = positiveNumber(0, 1e7);

function group(text: string, list: RestartGroup[] = []): RestartGroup[] {
  const found = /^([\w.-]{1,80}):(\d{1,6})$/.exec(text);
  if (!found?.[1] || Number(found[2]) === 0 || list.length >= 100) {
    throw new UserError('--group: expected NAME:MACHINES, at most 100 of them.');
  }
  return [...list, { name: found[1], machines: Number(found[2]) }];
}

interface FailoverFlags extends TellFlags {
  detector: string;
  detect?: number;
  fence?: number;
  group?: RestartGroup[];
  machines: number;
  parallel: number;
  restart: number;
  groupDelay: number;
  boot: number;
  application: number;
}

/** `virtcost migrate failover`: detection, fencing, restart order, boot. */
export function migrateFailover(migrate: Command): void {
  const command = migrate
    .command('failover')
    .addHelpText(
      'after',
      examples(
        'migrate failover --machines 40',
        'migrate failover --detect 10s --boot 45s --parallel 4',
      ),
    )
    .description('a host fails: detection, fencing, restart order, boot, application')
    .addOption(
      new Option('--detector <id>', 'who notices')
        .choices(failureDetectors.map(({ id }) => id))
        .default('vsphere-ha'),
    )
    .option('--detect <s>', 'until the failure is believed, instead of the detector’s', seconds)
    .option('--fence <s>', 'fencing, instead of the detector’s', seconds)
    .option('--group <name:machines>', 'machines that start together; repeat in their order', group)
    .option('--machines <n>', 'machines, where no group is named', wholeNumber(1, 1_000_000), 1)
    .option('--parallel <n>', 'machines that start at once', wholeNumber(1, 100_000), 8)
    .option('--restart <s>', 'a start takes this long before the next', seconds, 0)
    .option('--group-delay <s>', 'wait between groups', seconds, 0)
    .option('--boot <s>', 'boot of a machine', seconds, 30)
    .option('--application <s>', 'until the application serves', seconds, 0);
  tellOptions(command).action(async (flags: FailoverFlags) => {
    const detector = failureDetectors.find(({ id }) => id === flags.detector);
    const stated = (value: number) => sourced(value, 's', 'derived', 'stated');
    const zero = stated(0);
    const question = {
      detectS: flags.detect === undefined ? (detector?.detectS ?? zero) : stated(flags.detect),
      fenceS: flags.fence === undefined ? (detector?.fenceS ?? zero) : stated(flags.fence),
      groups: flags.group ?? [{ name: 'all', machines: flags.machines }],
      parallel: flags.parallel,
      restartS: flags.restart,
      groupDelayS: flags.groupDelay,
      bootS: flags.boot,
      applicationS: flags.application,
    };
    await tellTopic(failoverTopic(question, failoverTime(question)), flags, 'migrate failover');
  });
}

export interface TcpFlags {
  rto: number;
  rtoMax: number;
  retries: number;
  keepaliveTime: number;
  keepaliveInterval: number;
  keepaliveProbes: number;
}

/** Options of TCP's timers, and the settings they make. */
export const tcpOptions = (command: Command): Command =>
  command
    .option(
      '--rto <s>',
      'first retransmission timeout',
      positiveNumber(0.001, 3600),
      tcpTimers.rtoS.value,
    )
    .option(
      '--rto-max <s>',
      'longest timeout',
      positiveNumber(0.001, 86_400),
      tcpTimers.rtoMaxS.value,
    )
    .option('--retries <n>', 'tcp_retries2', wholeNumber(0, 255), tcpTimers.retries2.value)
    .option('--keepalive-time <s>', 'idle until probed', seconds, tcpTimers.keepaliveTimeS.value)
    .option(
      '--keepalive-interval <s>',
      'between probes',
      seconds,
      tcpTimers.keepaliveIntervalS.value,
    )
    .option(
      '--keepalive-probes <n>',
      'probes',
      wholeNumber(0, 255),
      tcpTimers.keepaliveProbes.value,
    );

export const tcpSettings = (flags: TcpFlags) => ({
  rtoS: flags.rto,
  rtoMaxS: flags.rtoMax,
  retries: flags.retries,
  keepaliveTimeS: flags.keepaliveTime,
  keepaliveIntervalS: flags.keepaliveInterval,
  keepaliveProbes: flags.keepaliveProbes,
});

/** `virtcost migrate connections`: what a pause does to open connections. */
export function migrateConnections(migrate: Command): void {
  const command = migrate
    .command('connections')
    .addHelpText(
      'after',
      examples('migrate connections --pause 300ms', 'migrate connections --pause 20s --retries 8'),
    )
    .description(
      'a pause and the timers of TCP: do open connections survive, how late do they resume',
    )
    .option('--pause <s>', 'how long the machine does not answer', seconds, 10);
  tellOptions(tcpOptions(command)).action(
    async (flags: TcpFlags & TellFlags & { pause: number }) => {
      const settings = tcpSettings(flags);
      const topic = connectionsTopic(
        flags.pause,
        settings,
        acrossPause(flags.pause, settings),
        tcpTimers,
      );
      await tellTopic(topic, flags, 'migrate connections');
    },
  );
}

interface PoolFlags extends TellFlags {
  host: PoolHost[];
  vectorShare: number;
  factor?: number;
}

const mixed = ['new=sse4_2,avx,avx2,fma,avx512f', 'middle=sse4_2,avx,avx2,fma', 'old=sse4_2,avx'];

/** `virtcost migrate pool`: one feature mask over a mixed cluster (FlexMigration, EVC). */
export function migratePool(migrate: Command): void {
  const command = migrate
    .command('pool')
    .addHelpText(
      'after',
      examples(
        'migrate pool',
        'migrate pool --host new=avx,avx2,fma --host old=avx --vector-share 0.2',
      ),
    )
    .description('FlexMigration, EVC: features kept by a mixed cluster, and the price of the mask')
    .option(
      '--host <name=features>',
      `a host, repeat (default: ${mixed.join(' ')})`,
      (text: string, list: PoolHost[] = []) => [...list, parsePoolHost(text)],
    )
    .option('--vector-share <share>', 'share of time in vector code', positiveNumber(0, 1), 0.5)
    .option('--factor <k>', 'vector code gets so many times slower', positiveNumber(1, 100));
  tellOptions(command).action(async (flags: Partial<PoolFlags> & { vectorShare: number }) => {
    const hosts = flags.host ?? mixed.map(parsePoolHost);
    const pool = maskedPool(hosts, flags.vectorShare, flags.factor);
    await tellTopic(poolTopic(pool, flags.vectorShare), flags, 'migrate pool');
  });
}
