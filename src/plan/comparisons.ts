import { nth } from '../elements.ts';
import { checkLimits, type LimitFinding } from './check-limits.ts';
import { type PackingReport, packingReports } from './placement/report.ts';
import type { Plan } from './plan.ts';
import type { RefreshAnswer } from './refresh/answer.ts';
import { answerStorage, type StorageRow } from './storage/answer.ts';
import { compareTechniques, type TechniqueRow } from './technique/compare.ts';
import type { TechniqueSwitch } from './technique/schema.ts';
import { answerZones, type ZonesAnswer } from './zones/answer.ts';

/** What lies behind an answer: packing against its bound, and what replaced hosts, zones and techniques bring. */
export interface PlanComparisons {
  packing: { plan: string; clusters: PackingReport[] }[];
  refresh: { plan: string; clusters: RefreshAnswer[] }[];
  zones: { plan: string; answer: ZonesAnswer }[];
  storage: { plan: string; pools: StorageRow[] }[];
  /** Machines and hosts beyond what a platform supports. */
  limits: LimitFinding[];
  /** The base under every technique, and how the techniques were priced. */
  techniques: { how: TechniqueSwitch; rows: TechniqueRow[] } | undefined;
}

/** Nodes of search over all plans, and what-ifs packed beside the base: the rest is answered without. */
const NODES = 20_000;
const MOST_PACKED = 20;

/** Extras of the base (first) and its what-ifs; single hosts are listed for the base alone. */
export function planComparisons(
  plans: readonly Plan[],
  techniques: TechniqueSwitch | undefined,
): PlanComparisons {
  const packed = plans.slice(0, 1 + MOST_PACKED);
  return {
    packing: packed.map((plan, i) => ({
      plan: plan.name,
      clusters: packingReports(plan, Math.ceil(NODES / packed.length)).map((report) =>
        i === 0 ? report : { ...report, perHost: [] },
      ),
    })),
    refresh: plans.flatMap((plan) =>
      plan.refresh ? [{ plan: plan.name, clusters: plan.refresh }] : [],
    ),
    zones: plans.flatMap((plan) => {
      const answer = answerZones(plan);
      return answer ? [{ plan: plan.name, answer }] : [];
    }),
    // What-ifs without storage of their own say what the base says.
    storage: packed
      .filter((plan, i) => i === 0 || plan.storage !== nth(plans, 0).storage)
      .map((plan) => ({ plan: plan.name, pools: answerStorage(plan) })),
    limits: packed.flatMap(checkLimits),
    techniques: techniques && {
      how: techniques,
      rows: compareTechniques(nth(plans, 0), techniques),
    },
  };
}
