import { expect, it } from 'vitest';
import { UserError } from '../errors.ts';
import { loadScenario } from '../scenario/load.ts';
import { studies } from '../studies/index.ts';
import { checkRecordSize } from './record-size.ts';

const text = `
name: sizes
studies: [sharing]
hosts: [srv]
techniques: [hardware]
pages: [4K/4K]
vms:
  - { name: 内存, memory: 1MiB, preset: small-database, load: [0.1, 0.2, 0.3], contents: { shared: [0.1, 0.2] } }
`;

it('a scenario is refused from the VM on with which its run.json would be too long to be read again', () => {
  const { vms } = loadScenario(text, 's.yaml', studies);
  const bytes = Buffer.byteLength(JSON.stringify({ scenario: { vms } }, null, 2));
  // Half of so small a record is for what stands beside the VMs.
  expect(() => checkRecordSize({ vms }, 2 * bytes)).not.toThrow();
  const refused = () => checkRecordSize({ vms }, 2 * (bytes - 200));
  expect(refused).toThrow(UserError);
  expect(refused).toThrow(/found 6 VMs, of which 5 fit: ask for fewer choices of a VM/);
});
