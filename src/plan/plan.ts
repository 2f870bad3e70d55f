import type { Inventory } from '../inventory/inventory.ts';
import type { PlacementSettings } from './placement/schema.ts';
import type { RefreshAnswer } from './refresh/answer.ts';
import type { PlanSettings } from './settings.ts';
import type { StorageSettings } from './storage/schema.ts';
import type { TechniqueLoad } from './technique/load.ts';
import type { Zones } from './zones/schema.ts';

export interface Plan {
  name: string;
  inventory: Inventory;
  settings: PlanSettings;
  placement?: PlacementSettings | undefined;
  technique?: TechniqueLoad | undefined;
  zones?: Zones | undefined;
  storage?: StorageSettings | undefined;
  /** What replacing hosts brought, where a patch did. */
  refresh?: RefreshAnswer[] | undefined;
}
