import type { Command } from 'commander';
import { clones } from './blocks/clones.ts';
import { inspect } from './blocks/inspect.ts';
import { measure } from './blocks/measure.ts';
import { replay } from './blocks/replay.ts';
import { schedule } from './blocks/schedule.ts';
import { show } from './blocks/show.ts';
import { flatten, move, thin } from './blocks/what-if.ts';
import { examples } from './examples.ts';

/** `virtcost blocks`: block maps of real images, traces replayed on them, disciplines compared. */
export function blocks(program: Command): void {
  const command = program
    .command('blocks')
    .addHelpText(
      'after',
      examples(
        'blocks inspect examples/guests/web-a.mem --input-format raw',
        'blocks thin --pool 10TiB --disks 40 --size 500GiB',
      ),
    );
  for (const register of [inspect, measure, replay, show, clones, schedule, flatten, thin, move])
    register(command);
  for (const entry of command.commands) entry.exitOverride();
}
