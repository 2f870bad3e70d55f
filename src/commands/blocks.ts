import type { Command } from 'commander';
import { inspect } from './blocks/inspect.ts';

/** `virtcost blocks`: block maps of real images, traces replayed on them, disciplines compared. */
export function blocks(program: Command): void {
  const command = program
    .command('blocks')
    .description(
      'snapshots, clones and thin disks: inspect a real image, replay I/O, compare disciplines',
    );
  inspect(command);
}
