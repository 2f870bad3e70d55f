import { namedVms } from './data.ts';
import type { NamedVm } from './named-vm.ts';

export { namedVms } from './data.ts';

const byId = new Map(namedVms.map((one) => [one.id, one]));

export function namedVmById(id: string): NamedVm {
  const found = byId.get(id);
  if (!found) throw new RangeError(`no named VM "${id}"`);
  return found;
}
