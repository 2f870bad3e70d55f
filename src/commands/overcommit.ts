import type { Command } from 'commander';
import { cliffEdge, overcommitCliff } from '../model/overcommit/cliff.ts';
import { promisedMemory } from '../model/overcommit/promise.ts';
import { reclaim, swapReservationMb } from '../model/overcommit/reclaim.ts';
import { overcommitTimeline } from '../model/overcommit/timeline.ts';
import { writePage } from '../report/page.ts';
import { overcommitSections } from '../report/sections/overcommit.ts';
import { note, printJson } from '../terminal/output.ts';
import { printTable } from '../terminal/table.ts';
import { version } from '../version.ts';
import { readOvercommitScenario, readWorkingSets } from './overcommit/scenario.ts';

/** MB to the tenth, large ones whole. */
const round = (value: number) => (value >= 1000 ? Math.round(value) : Math.round(value * 10) / 10);

/** `virtcost overcommit SCENARIO`: what a host does when its VMs want more memory than it has. */
export function overcommit(program: Command): void {
  program
    .command('overcommit')
    .argument('<scenario>', 'YAML: host {memoryMb, ...}, vms [{id, configuredMb, ...}]')
    .option(
      '--working-sets <file>',
      'CSV: seconds, vm (or group), active_mb and, optionally, consumed_mb',
    )
    .option('--json', 'print one JSON document on standard output')
    .option('--html <file>', 'write an HTML report')
    .action(async (path: string, options) => {
      const { host, overcommitRatio, vms } = await readOvercommitScenario(path);
      const promised = promisedMemory(
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
      const swapReservedMb = vms.reduce((sum, vm) => sum + swapReservationMb(vm), 0);
      if (options.html !== undefined) {
        await writePage(options.html, {
          title: 'Memory overcommit',
          sections: overcommitSections(now, cliff, timeline),
          provenance: { command: 'virtcost overcommit', version, profile: host.profile.title },
        });
        note(`wrote ${options.html}`);
      }
      if (options.json) {
        return printJson({
          promisedMb: vms.map((vm, i) => ({ id: vm.id, mb: promised[i]! })),
          swapReservedMb,
          now,
          cliff: { edge: cliffEdge(cliff), points: cliff },
          timeline,
        });
      }
      note(`state ${now.state}; ${round(now.freeMb)} MB free, minFree ${round(now.minFreeMb)} MB`);
      printTable(
        now.vms.map((vm, i) => ({
          VM: vm.id,
          'promised MB': round(promised[i]!),
          entitlement: round(vm.entitlementMb),
          shared: round(vm.sharedMb),
          balloon: round(vm.balloonedMb),
          compressed: round(vm.compressedMb),
          swapped: round(vm.swappedMb),
          speed: vm.speed,
        })),
      );
      note(`swap space reserved: ${round(swapReservedMb)} MB`);
      const edge = cliffEdge(cliff);
      note(
        edge === null
          ? 'no cliff up to the largest ratio tried'
          : `below 95 % of full speed from ${edge.toFixed(2)} times the memory of the host`,
      );
      if (timeline.length === 0) return;
      printTable(
        timeline.map(({ seconds, result }) => ({
          seconds,
          state: result.state,
          shared: round(result.freed.share),
          balloon: round(result.freed.balloon),
          compressed: round(result.freed.compress),
          swapped: round(result.freed.swap),
          slowest: Math.min(...result.vms.map((vm) => vm.speed)),
        })),
      );
    });
}
