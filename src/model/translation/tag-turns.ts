import { present } from '../../elements.ts';
import type { Host } from '../../hosts/host.ts';
import { simulateSpaces } from './spaces.ts';
import { type TagPolicy, tagPolicies } from './tags.ts';

const TURNS = [100, 300, 1000, 3000, 10_000, 30_000];
const TURN_BYTES = 2 ** 20;
const TURN_PROCESSES = 4;
/** At least three turns of every process. */
const accessesFor = (turn: number) => Math.max(60_000, 3 * TURN_PROCESSES * turn);

/** Cycles of translation per access where processes change after `turn` accesses. */
export interface TagTurn {
  turn: number;
  policy: TagPolicy;
  cycles: number;
}

/** Four processes of 1 MiB, random accesses, nested 4K on 4K: turns of several lengths without tags and with all. */
export function tagTurns(host: Host): TagTurn[] {
  const tables = { mode: 'nested', guestPage: '4K', hostPage: '4K' } as const;
  const input = { ...tables, guestLevels: 4, hostLevels: 4, host } as const;
  return TURNS.flatMap((turn) =>
    (['none', 'both'] as const).map((policy) => {
      const { pcid, vpid } = tagPolicies[policy];
      const { cyclesPerAccess } = simulateSpaces(
        {
          ...input,
          processes: TURN_PROCESSES,
          tags: { pcid, vpid },
          rhythm: { switchEvery: turn },
        },
        { pattern: 'uniform', bytes: TURN_BYTES },
        accessesFor(turn),
      );
      return { turn, policy, cycles: present(cyclesPerAccess).total };
    }),
  );
}
