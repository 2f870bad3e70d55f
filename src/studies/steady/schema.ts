import { z } from 'zod';

export const steadySettings = z.strictObject({
  exitDamage: z
    .enum(['none', 'pollution', 'flush'])
    .default('none')
    .describe(
      'what an exit does to the guest’s TLB entries and cached data: nothing, the monitor’s own evict some, or (flush) TLBs are emptied too, as without VPID or ASID',
    ),
});
export type SteadyKnobs = z.output<typeof steadySettings>;
