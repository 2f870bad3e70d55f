import type { Command } from 'commander';
import { num } from '../elements.ts';
import { formatBytes } from '../format.ts';
import { cliffEdge, overcommitCliff } from '../model/overcommit/cliff.ts';
import { committedMemory } from '../model/overcommit/commitment.ts';
import { costs, reclaim, swapReservationMb } from '../model/overcommit/reclaim.ts';
import { overcommitTimeline } from '../model/overcommit/timeline.ts';
import { figuresOf } from '../report/section.ts';
import {
  type OvercommitAnswer,
  overcommitSections,
  overcommitSentence,
  timeChart,
  vmFigure,
} from '../report/sections/overcommit.ts';
import { overcommitSummary } from '../report/summaries/overcommit.ts';
import { printAnswer } from '../terminal/answer.ts';
import { note, printJson } from '../terminal/output.ts';
import { examples } from './examples.ts';
import { readOvercommitScenario, readWorkingSets } from './overcommit/scenario.ts';
import { writeAnswerPage } from './write-page.ts';

/** `virtcost overcommit SCENARIO`: what a host does when its VMs want more memory than it has. */
export function overcommit(program: Command): void {
  program
    .command('overcommit')
    .addHelpText(
      'after',
      examples(
        'overcommit examples/overcommit.yaml',
        'overcommit examples/overcommit.yaml --format markdown',
      ),
    )
    .argument('<scenario>', 'YAML: host {memoryMb, ...}, vms [{id, configuredMb, ...}]')
    .option(
      '--working-sets <file>',
      'CSV: seconds, vm (or group), active_mb and, optionally, consumed_mb',
    )
    .option('--json', 'print one JSON document on standard output')
    .option('--html <file>', 'write an HTML report')
    .action(async (path: string, options) => {
      const { host, overcommitRatio, vms } = await readOvercommitScenario(path);
      const committed = committedMemory(
        host.memoryMb,
        overcommitRatio,
        vms.map((vm) => ({
          reservation: vm.reservationMb,
          limit: Math.min(vm.limitMb, vm.configuredMb),
          shares: vm.shares,
          demand: vm.configuredMb,
        })),
      );
      const now = reclaim(host, vms);
      const cliff = overcommitCliff(host, vms);
      const ids = vms.map((vm) => vm.id);
      const sets =
        options.workingSets === undefined ? null : await readWorkingSets(options.workingSets, ids);
      const timeline = sets ? overcommitTimeline(host, vms, sets.seconds, sets.at) : [];
      const answer: OvercommitAnswer = {
        now,
        promisedMb: committed,
        swapReservedMb: vms.reduce((sum, vm) => sum + swapReservationMb(vm), 0),
        cliff,
        edge: cliffEdge(cliff),
        timeline,
        samplePeriodS: costs.samplePeriod.value,
      };
      await tell(answer, options, host.profile.title);
    });
}

/** The answer as page, JSON or tables. */
async function tell(
  answer: OvercommitAnswer,
  options: { html?: string; json?: boolean },
  profile: string,
): Promise<void> {
  const { now, promisedMb, swapReservedMb, cliff, edge, timeline } = answer;
  const sentence = overcommitSentence(answer);
  const sections = overcommitSections(answer);
  const summary = overcommitSummary(answer, sentence, profile);
  if (options.html !== undefined) {
    await writeAnswerPage(options.html, { title: 'Memory overcommit', summary, sections });
    note(`wrote ${options.html}`);
  }
  if (options.json) {
    return printJson({
      sentence,
      summary,
      promisedMb: now.vms.map(({ id }, i) => ({ id, mb: num(promisedMb, i) })),
      swapReservedMb,
      now,
      cliff: { edge, points: cliff },
      timeline,
      figures: figuresOf(sections),
    });
  }
  const overTime = timeline.length > 0 ? [timeChart(timeline)] : [];
  printAnswer(sentence, [vmFigure(answer), ...overTime]);
  note(
    `minFree ${formatBytes(now.minFreeMb * 2 ** 20)}; swap space reserved: ${formatBytes(swapReservedMb * 2 ** 20)}`,
  );
}
