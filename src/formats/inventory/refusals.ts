import { badInput } from '../../errors.ts';
import { isSar, sarRefusal } from '../machine-load/sar.ts';
import type { InventoryReader } from './reader.ts';

/** What tools print for people, or in a form with too little: told from others, and refused with how to ask again. */
interface Refusal {
  id: string;
  title: string;
  sniff(head: string): boolean;
  expected: string;
  found: string;
  hint: string;
}

const refusals: readonly Refusal[] = [
  {
    id: 'pvesh-table',
    title: 'table of pvesh',
    sniff: (head) => /^\s*┌[─┬┐]+/.test(head) && /│\s*(id|node|vmid|type)\s*│/.test(head),
    expected: 'JSON of pvesh',
    found: 'the table it prints for people',
    hint: 'Ask for JSON: pvesh get /cluster/resources --output-format json > resources.json',
  },
  {
    id: 'qm-list',
    title: 'table of qm list',
    sniff: (head) => /^\s*VMID\s+NAME\s+STATUS\s+MEM\(MB\)/.test(head),
    expected: 'JSON of pvesh',
    found: 'the table of qm list, which has no vCPUs',
    hint: 'Ask for JSON: pvesh get /cluster/resources --output-format json > resources.json',
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

export const refusedForms: readonly InventoryReader[] = refusals.map(
  ({ id, title, sniff, expected, found, hint }) => ({
    id,
    title: `${title}: refused, the message says what to ask for`,
    make: `nothing. ${hint}`,
    sniff: (_name, head) => sniff(head),
    read: (file) => {
      throw badInput({ file, expected, found, hint });
    },
  }),
);
