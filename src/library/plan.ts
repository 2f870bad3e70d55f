import type { Inventory, InventoryHost, InventoryVm } from '../inventory/inventory.ts';
import { answerPlan, type PlanAnswer } from '../plan/answer.ts';
import { planSettings } from '../plan/settings.ts';

/** A host; what is not given is unknown. Sizes in MiB, clocks in MHz. */
export type PlanHost = Pick<InventoryHost, 'name' | 'cores' | 'memoryMib'> & Partial<InventoryHost>;
/** A machine, powered on unless it says otherwise. Sizes in MiB. */
export type PlanVm = Pick<InventoryVm, 'name' | 'vcpus' | 'memoryMib'> & Partial<InventoryVm>;

export interface PlanQuestion {
  /** An inventory as a reader gives it, or hosts and machines by hand. */
  inventory: Inventory | { hosts: readonly PlanHost[]; vms: readonly PlanVm[] };
  /** vCPUs per core (4), configured per physical memory (1), hosts that may fail (1), count overhead (true). */
  settings?: {
    cpuRatio?: number;
    memoryRatio?: number;
    tolerateHosts?: number;
    overhead?: boolean;
  };
  name?: string;
}

const hostOf = (host: PlanHost): InventoryHost => ({
  ...{ cluster: 'cluster', sockets: 1, mhzPerCore: 2000, state: 'up' },
  ...host,
});

const vmOf = (vm: PlanVm): InventoryVm => ({
  ...{ cluster: 'cluster', host: '', power: 'on', template: false, os: '' },
  ...{ provisionedMib: 0, inUseMib: 0, cpuReservationMhz: 0, memoryReservationMib: 0 },
  ...vm,
});

/**
 * Whether machines fit on the hosts of their cluster, today and with hosts failed, what binds, and how many more fit. The
 * answer of `virtcost plan`.
 * @throws ZodError for settings out of range.
 */
export function plan({ inventory, settings = {}, name = 'plan' }: PlanQuestion): PlanAnswer {
  const whole: Inventory =
    'source' in inventory
      ? inventory
      : {
          ...{ source: 'by hand', findings: [] },
          hosts: inventory.hosts.map(hostOf),
          vms: inventory.vms.map(vmOf),
        };
  return answerPlan({ name, inventory: whole, settings: planSettings.parse(settings) });
}
