import { present } from '../../elements.ts';
import { exit } from '../atoms.ts';
import type { CpuMode } from '../context.ts';
import { carried } from '../context.ts';
import { adams } from '../references/p4.ts';
import { hardware, hardwarePaths } from './hardware.ts';

export const hardwareGen1: CpuMode = {
  ...hardware,
  id: 'hardware-gen1',
  title: 'Hardware, first generation',
  describe: 'VMX without EPT or VPID: each CR3 access and INVLPG exits, tables are shadowed.',
  paths: {
    ...hardwarePaths,
    'tpr-write': (context) =>
      context.settings.flexPriority === false
        ? present(hardwarePaths['tpr-write'])(context)
        : {
            path: 'CR8 shadow: no exit unless the priority drops below the threshold',
            terms: [carried('CR8 write (N)', 'interrupts', adams.tprWrite, context)],
          },
    'control-register': (context) => ({
      path: 'exit, control-register emulation, entry',
      terms: exit(context),
    }),
  },
};
