// What a whole prediction costs under each MMU mode: the walks of its tables and the replay of page-table activity.
import { hostById } from '../src/hosts/index.ts';
import { activityPresets } from '../src/model/paging/activity.ts';
import { countActivity, walkCase } from '../src/model/paging/compare.ts';
import { pagingMode } from '../src/model/paging/modes.ts';
import { patternVisits } from '../src/model/paging/visits.ts';
import { simulate } from '../src/model/translation/simulate.ts';
import { measured, type Variant } from './side-by-side.ts';

const ACCESSES = 200_000;

/** Nested first: the mode the others are compared with. Results differ by design, so there is no digest. */
export function mmuModeVariants(): Variant[] {
  return ['nested', 'shadow', 'direct'].map((id) => {
    const mode = pagingMode(id);
    return {
      name: mode.title,
      run: (slice) => {
        const pattern = { pattern: 'zipf', bytes: 2 ** 30, seed: slice + 1 };
        const input = {
          host: hostById('srv'),
          guestPage: '4K' as const,
          hostPage: '4K' as const,
          activity: activityPresets.server,
          seed: slice + 1,
        };
        return measured(() => {
          simulate(walkCase(mode.walk, input), { pattern, accesses: ACCESSES });
          countActivity(mode, { ...input, visits: patternVisits(pattern) });
          return { operations: ACCESSES, digest: null };
        });
      },
    };
  });
}
