// Rules of the architecture: the answer is given only when the implementation behaves as the rule says.
import { present } from '../../elements.ts';
import {
  EXECUTE,
  exitQualification,
  guestTableAccess,
  isMisconfigured,
  READ,
  type Tagged,
  TaggedTlb,
  WRITE,
  walkEpt,
} from '../../model/paging/ept.ts';
import { GuestKernel } from '../../model/paging/guest.ts';
import { NestedMmu } from '../../model/paging/nested.ts';
import { entryPage } from '../../model/translation/simulate.ts';
import type { Predictor } from './target.ts';

const basic = { executeOnly: false, accessedDirty: false };
const flags = { executeOnly: false, accessedDirty: true };
const all = READ | WRITE | EXECUTE;

/** What is left of four entries after an invalidation: letters of those kept. */
function left(invalidate: (tlb: TaggedTlb) => void): string {
  const tlb = new TaggedTlb();
  const entry = (
    vpid: number,
    pcid: number,
    eptp: number,
    page: number,
    global = false,
  ): Tagged => ({
    vpid,
    pcid,
    eptp,
    page,
    global,
  });
  const named: Record<string, Tagged> = {
    a: entry(1, 1, 0x1000, 5),
    b: entry(1, 2, 0x1000, 6, true),
    c: entry(2, 1, 0x1000, 5),
    d: entry(1, 1, 0x2000, 7),
  };
  tlb.entries = Object.values(named);
  invalidate(tlb);
  return Object.entries(named)
    .filter(([, one]) => tlb.entries.includes(one))
    .map(([name]) => name)
    .join('');
}

const rules: Record<string, () => [string, boolean]> = {
  'ept.misconfig.rwx': () => [
    'misconfig',
    [2, 6, 4].every((permissions) => isMisconfigured({ permissions }, basic)) &&
      !isMisconfigured({ permissions: 4 }, { ...basic, executeOnly: true }),
  ],
  'ept.misconfig.memtype': () => [
    'misconfig',
    [2, 3, 7].every((memoryType) => isMisconfigured({ permissions: all, memoryType }, basic)) &&
      isMisconfigured({ permissions: all, reservedBits: true }, basic),
  ],
  'ept.violation': () => [
    'violation',
    walkEpt([{ permissions: READ }, { permissions: all }], WRITE, basic).event === 'violation' &&
      walkEpt([{ permissions: all }, { permissions: 0 }], READ, basic).event === 'violation',
  ],
  'ept.ad.walk_is_write': () => ['write', (guestTableAccess(false, flags).access & WRITE) !== 0],
  'ept.noad.walk': () => [
    'read; write for A/D update',
    guestTableAccess(false, basic).access === READ &&
      (guestTableAccess(true, basic).access & WRITE) !== 0,
  ],
  'ept.cr3': () => {
    const mmu = new NestedMmu();
    const kernel = new GuestKernel(mmu);
    kernel.access(0, 0, true);
    const before = mmu.counts.violations;
    kernel.switchTo(0);
    return ['none', mmu.counts.violations === before];
  },
  'ept.qual': () => ['layout', exitQualification(WRITE, READ, true, false) === (2 | 8 | 128 | 256)],
  invept: () => [
    'scope',
    left((tlb) => tlb.invept(1, 0x1000)) === 'd' && left((tlb) => tlb.invept(2)) === '',
  ],
  invvpid: () => [
    'scope',
    left((tlb) => tlb.invvpid(0, 1, 5)) === 'bcd' &&
      left((tlb) => tlb.invvpid(1, 1)) === 'c' &&
      left((tlb) => tlb.invvpid(2, 0)) === '' &&
      left((tlb) => tlb.invvpid(3, 1)) === 'bc' &&
      !new TaggedTlb().invvpid(1, 0),
  ],
  invpcid: () => [
    'scope',
    left((tlb) => tlb.invpcid(0, 1, 1, 5)) === 'bcd' &&
      left((tlb) => tlb.invpcid(1, 1, 1)) === 'bc' &&
      left((tlb) => tlb.invpcid(2, 1, 0)) === 'c' &&
      left((tlb) => tlb.invpcid(3, 1, 0)) === 'bc',
  ],
  'npt.user_write': () => {
    const { access, user } = guestTableAccess(false, 'npt');
    return ['rule', access === WRITE && user];
  },
  tlbsize: () => [
    'min',
    entryPage({ mode: 'nested', guestPage: '2M', hostPage: '4K' }) === '4K' &&
      entryPage({ mode: 'nested', guestPage: '4K', hostPage: '1G' }) === '4K',
  ],
};

export const predictSemantics: Predictor = (id) => {
  if (!id.startsWith('mem.sem.')) return undefined;
  const name = id.slice('mem.sem.'.length);
  const rule = Object.hasOwn(rules, name) ? present(rules[name])() : undefined;
  return rule && (rule[1] ? rule[0] : 'not implemented');
};
