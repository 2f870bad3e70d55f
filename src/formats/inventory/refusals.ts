import { isSar, sarRefusal } from '../machine-load/sar.ts';
import { type Refusal, refusedForm } from '../refused-form.ts';
import type { InventoryReader } from './reader.ts';

const ofPvesh = {
  expected: 'JSON of pvesh',
  hint: 'Ask for JSON: pvesh get /cluster/resources --output-format json > resources.json',
} as const;

const refusals: readonly Refusal[] = [
  {
    id: 'pvesh-table',
    title: 'table of pvesh',
    sniff: (head) => /^\s*┌[─┬┐]+/.test(head) && /│\s*(id|node|vmid|type)\s*│/.test(head),
    ...ofPvesh,
    found: 'the table it prints for people',
  },
  {
    id: 'qm-list',
    title: 'table of qm list',
    sniff: (head) => /^\s*VMID\s+NAME\s+STATUS\s+MEM\(MB\)/.test(head),
    ...ofPvesh,
    found: 'the table of qm list, which has no vCPUs',
  },
  {
    id: 'ovirt-xml',
    title: 'XML of the oVirt API',
    sniff: (head) => /^\ufeff?\s*(<\?xml[^>]*>\s*)?<(vms|hosts|clusters)[\s>]/.test(head),
    expected: 'JSON of the oVirt API',
    found: 'its XML',
    hint: "Ask for JSON with the header 'Accept: application/json'.",
  },
  {
    id: 'kubectl-table',
    title: 'table of kubectl get',
    sniff: (head) => /^(NAMESPACE\s+)?NAME\s+(AGE\s+(STATUS|PHASE)|STATUS\s+ROLES)\s/.test(head),
    expected: 'JSON of kubectl',
    found: 'the table it prints for people',
    hint: 'Ask for JSON: kubectl get vm,vmi,node -A -o json > FILE',
  },
  {
    id: 'powershell-table',
    title: 'table of Get-VM',
    sniff: (head) => /^\ufeff?\s*Name\s+(State\s+CPUUsage|PowerState\s+Num CPUs)/.test(head),
    expected: 'CSV or JSON of Get-VM',
    found: 'the table it prints for people',
    hint: 'Export it: Get-VM | Export-Csv vms.csv -NoTypeInformation',
  },
  {
    id: 'sar-output',
    title: 'output of sar or sadf',
    sniff: isSar,
    ...sarRefusal,
    expected: 'an inventory, and beside it (--load) load as machine,time,cpu_percent',
  },
];

export const refusedForms: readonly InventoryReader[] = refusals.map(refusedForm);
