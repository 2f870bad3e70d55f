import type { Command } from 'commander';
import { hostFrom } from '../../formats/host-profile.ts';
import type { Host } from '../../hosts/host.ts';
import { tprBoot } from '../../model/interrupts/constants.ts';
import {
  coalesced,
  interruptBill,
  interruptSteps,
  tprSaving,
} from '../../model/interrupts/interrupts.ts';
import {
  hostedOperationUs,
  leavingFactor,
  placementRows,
} from '../../model/placement/placement.ts';
import { someNames } from '../../names.ts';
import { interruptsTopic, placementTopic } from '../../report/sections/cpu-topics.ts';
import { type RemedyRow, sensitiveTopic } from '../../report/sections/sensitive.ts';
import { techniqueById, techniques } from '../../techniques/compositions.ts';
import type { EventId } from '../../techniques/events.ts';
import {
  instructionSets,
  type MonitorKind,
  monitorKinds,
  popekGoldberg,
} from '../../techniques/popek-goldberg.ts';
import { price, total } from '../../techniques/price.ts';
import { examples } from '../examples.ts';
import { hostOption } from '../host-option.ts';
import { positiveNumber, wholeNumber } from '../options.ts';
import { type TellFlags, tellOptions, tellTopic } from '../tell-topic.ts';

const rate = positiveNumber(0, 1e9);

interface InterruptFlags extends TellFlags {
  irqs: number;
  ipis: number;
  timers: number;
  tpr: number;
  flexpriority?: boolean;
  apicv?: boolean;
  posted?: boolean;
  iops: number;
  inFlight: number;
  deliver?: number;
  bootExits: number;
  bootLeft: number;
  exitCycles: number;
  ghz?: number;
  host: string;
}

/** The steps shown: all four, or the one the switches name. */
function stepsOf({ flexpriority, apicv, posted }: InterruptFlags) {
  if (flexpriority === undefined && apicv === undefined && posted === undefined) {
    return interruptSteps;
  }
  return [{ flexPriority: flexpriority === true, apicv: apicv === true, posted: posted === true }];
}

/** `virtcost price interrupts`: FlexPriority, APICv, posted interrupts, coalescing. */
export function priceInterrupts(parent: Command): void {
  const command = parent
    .command('interrupts')
    .addHelpText('after', examples('price interrupts', 'price interrupts --irqs 100k --posted'))
    .description('FlexPriority, APICv and posted interrupts as switches; interrupt coalescing')
    .option('--irqs <n>', 'device interrupts a second', rate, 20_000)
    .option('--ipis <n>', 'IPIs a second', rate, 5000)
    .option('--timers <n>', 'timers armed a second', rate, 1000)
    .option('--tpr <n>', 'task-priority writes a second', rate, 50_000)
    .option('--flexpriority', 'only this combination: TPR without exits')
    .option('--apicv', 'only this combination: end of interrupt without exits')
    .option('--posted', 'only this combination: delivery without exits')
    .option('--iops <n>', 'completions a second of a virtual disk', rate, 20_000)
    .option('--in-flight <n>', 'requests in flight', wholeNumber(0, 1_000_000), 16)
    .option(
      '--deliver <share>',
      'completions that interrupt (default: by load)',
      positiveNumber(0.001, 1),
    )
    .option('--boot-exits <n>', 'priority exits of a boot', rate, tprBoot.before.value)
    .option(
      '--boot-left <n>',
      'of them left with filtering',
      positiveNumber(1, 1e9),
      tprBoot.after.value,
    )
    .option(
      '--exit-cycles <n>',
      'cycles of an exit',
      positiveNumber(1, 1e7),
      tprBoot.exitCycles.value,
    )
    .option('--ghz <GHz>', 'clock of that machine', positiveNumber(0.1, 10), 2.4)
    .addOption(hostOption());
  tellOptions(command).action(async (flags: InterruptFlags) => {
    const host = await hostFrom(flags.host);
    const { irqs, ipis, timers, tpr: tprWrites, iops, inFlight } = flags;
    const rates = { irqs, ipis, timers, tprWrites };
    const bills = stepsOf(flags).map((switches) => interruptBill(rates, switches, host));
    const fewer = { iops, inFlight, ...coalesced(iops, inFlight, ipis, flags.deliver) };
    const { bootExits: before, bootLeft: after } = flags;
    const boot = { before, after, ...tprSaving(before, after, flags.exitCycles, flags.ghz ?? 2.4) };
    await tellTopic(interruptsTopic(rates, bills, fewer, boot), flags, 'price interrupts');
  });
}

interface PlacementFlags extends TellFlags {
  inside: number;
  leaving: number;
  rate: number;
  technique?: string;
  host: string;
}

/** `virtcost price placement`: hosted, bare-metal and hybrid monitors; Xen's Domain0. */
export function pricePlacement(parent: Command): void {
  const command = parent
    .command('placement')
    .addHelpText(
      'after',
      examples('price placement', 'price placement --rate 50k --technique full'),
    )
    .description('hosted (world switch), hybrid and bare-metal monitors on every device path')
    .option('--inside <n>', 'register accesses answered inside the monitor', rate, 10)
    .option('--leaving <n>', 'accesses that leave for the host', rate, 1)
    .option('--rate <n>', 'operations a second', rate, 1000)
    .option(
      '--technique <id>',
      `one of ${techniques.map(({ id }) => id).join(', ')} (default: all)`,
    )
    .addOption(hostOption());
  tellOptions(command).action(async (flags: PlacementFlags) => {
    const chosen =
      flags.technique === undefined
        ? techniques
        : someNames(
            'techniques',
            flags.technique,
            techniques.map(({ id }) => id),
          ).map(techniqueById);
    const { inside, leaving, rate: perSecond } = flags;
    const operation = { inside, leaving, perSecond, us: hostedOperationUs(inside, leaving) };
    const rows = placementRows(chosen, await hostFrom(flags.host));
    await tellTopic(placementTopic(rows, operation, leavingFactor()), flags, 'price placement');
  });
}

/** What each kind of monitor pays for the silent instructions, by the events that stand for them. */
function remediesOn(host: Host): RemedyRow[] {
  const events: readonly [EventId, string][] = [
    ['popf', 'PUSHF, POPF'],
    ['descriptor-read', 'SGDT, SIDT, SLDT, STR, SMSW'],
  ];
  const remedies: readonly [MonitorKind, string, string][] = [
    ['binary-translation', 'full', 'rewritten'],
    ['paravirtual', 'para', 'avoided, or in shared memory'],
    ['hardware', 'hardware', 'on guest state'],
    ['interpreter', 'emulation', 'interpreted'],
  ];
  return events.flatMap(([event, instructions]) =>
    remedies.map(([monitor, technique, remedy]) => ({
      instructions,
      monitor,
      remedy,
      cycles: total(price(event, techniqueById(technique), host)),
    })),
  );
}

interface SensitiveFlags extends TellFlags {
  isa?: string;
  monitor?: string;
  host: string;
}

/** `virtcost price sensitive`: the verdict of Popek and Goldberg per instruction set and monitor. */
export function priceSensitive(parent: Command): void {
  const sets = instructionSets.map(({ id }) => id);
  const command = parent
    .command('sensitive')
    .addHelpText(
      'after',
      examples(
        'price sensitive --isa x86-64',
        "price sensitive --isa 'arm*' --monitor trap-and-emulate",
      ),
    )
    .description(
      'Popek and Goldberg: verdict per instruction set and monitor, what breaks it, remedies',
    )
    .option('--isa <id>', `${sets.join(', ')} (default: all)`)
    .option('--monitor <id>', `${monitorKinds.join(', ')} (default: all)`)
    .addOption(hostOption());
  tellOptions(command).action(async (flags: SensitiveFlags) => {
    const isas = someNames('instruction sets', flags.isa ?? '*', sets);
    const chosen = instructionSets.filter(({ id }) => isas.includes(id));
    const kinds = someNames('kinds of monitors', flags.monitor ?? '*', monitorKinds);
    const verdicts = chosen.flatMap((isa) => kinds.map((kind) => popekGoldberg(isa, kind)));
    const host = await hostFrom(flags.host);
    const topic = sensitiveTopic(chosen, verdicts, remediesOn(host), host.title);
    await tellTopic(topic, flags, 'price sensitive');
  });
}
