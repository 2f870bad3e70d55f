import type { Performance } from '../../model/blocks/latency.ts';
import type { ReplayResult } from '../../model/blocks/replay.ts';

export type PricedResult = ReplayResult & { performance: Performance };
