import type { Command } from 'commander';
import {
  planBilling,
  planBurst,
  planConsolidate,
  planCredits,
  planInstances,
  planSla,
} from './cloud.ts';
import { planMaxima, planReplicate } from './sites.ts';

/** Parts of `virtcost plan` that need no inventory. A new part is one function and one line. */
export const planParts: readonly ((plan: Command) => void)[] = [
  planMaxima,
  planInstances,
  planCredits,
  planBilling,
  planBurst,
  planSla,
  planReplicate,
  planConsolidate,
];
