import { defaultHost, defaultSettings } from '../../model/migration/defaults.ts';
import { stream } from '../../model/migration/dirty.ts';
import { quickPrediction } from '../../model/migration/expected.ts';
import type { Verdict } from '../../model/migration/plan-types.ts';

/** How machines dirty memory and what carries them; nobody's inventory says it. */
export interface MoveSettings {
  linkGbit: number;
  dirtyMibPerS: number;
  /** Share of memory the writes go to. */
  workingSetShare: number;
  zeroShare: number;
}

export interface MoveCost {
  verdict: Verdict;
  totalS: number;
  blackoutMs: number;
  transferredGib: number;
}

/** Cost of moving one machine, from the closed form of the migration model (docs/model/migration.md). */
export function moveCost(memoryMib: number, settings: MoveSettings): MoveCost {
  const ramBytes = Math.max(1, memoryMib) * 2 ** 20;
  const pages = ramBytes / 4096;
  const result = quickPrediction(
    {
      ramBytes,
      zeroShare: settings.zeroShare,
      dirty: [
        stream(
          'uniform',
          Math.max(1, Math.round(pages * settings.workingSetShare)),
          settings.dirtyMibPerS * 256,
        ),
      ],
      deviceStateBytes: 0,
    },
    { ...defaultSettings, maxBandwidth: 0, linkBandwidth: settings.linkGbit * 1.25e8 },
    defaultHost,
  );
  return {
    verdict: result.verdict,
    totalS: result.totalS,
    blackoutMs: result.blackoutMs,
    transferredGib: result.transferredBytes / 2 ** 30,
  };
}
