import { azureMigrateRule } from './azure-migrate.ts';
import { dpmRule } from './dpm.ts';
import { haPercentageRule } from './ha-percentage.ts';
import { hottestVcpuRule } from './hottest-vcpu.ts';
import { kubevirtOverheadRule } from './kubevirt-overhead.ts';
import { liveMigrationSpareRule } from './live-migration-spare.ts';
import { nutanixSizingRule } from './nutanix-sizing.ts';
import { cpuRequestRule, openshiftNodeRule, waspSwapRule } from './openshift-node.ts';
import { oracleRule } from './oracle.ts';
import { proxmoxRule } from './proxmox.ts';
import { readyTimeRule } from './ready-time.ts';
import { openshiftBareMetalRule, openshiftCorePairsRule, rhelRule } from './red-hat.ts';
import type { PlanRule } from './rule.ts';
import { sqlRule } from './sql-server.ts';
import { suseMemoryRule } from './suse.ts';
import { evsRule, vmwareCoresRule } from './vmware.ts';
import { windowsRule } from './windows.ts';

/** Published rules of counting and sizing, in the order of their table. */
export const planRules: readonly PlanRule[] = [
  vmwareCoresRule,
  evsRule,
  windowsRule,
  sqlRule,
  rhelRule,
  openshiftBareMetalRule,
  openshiftCorePairsRule,
  oracleRule,
  suseMemoryRule,
  proxmoxRule,
  kubevirtOverheadRule,
  cpuRequestRule,
  openshiftNodeRule,
  waspSwapRule,
  liveMigrationSpareRule,
  azureMigrateRule,
  nutanixSizingRule,
  hottestVcpuRule,
  readyTimeRule,
  haPercentageRule,
  dpmRule,
];

export const planRuleById = (id: string): PlanRule | undefined =>
  planRules.find((rule) => rule.id === id);
