import { describe, expect, it } from 'vitest';
import { instructionSets, monitorKinds, popekGoldberg } from './popek-goldberg.ts';

const isa = (id: string) => instructionSets.find((set) => set.id === id)!;

describe('the conditions of Popek and Goldberg', () => {
  it('break on IA-32 by the 18 instructions the list names, whatever the headline says', () => {
    const { equivalence, brokenBy } = popekGoldberg(isa('ia-32'), 'trap-and-emulate');
    expect(equivalence).toBe('no');
    expect(brokenBy).toHaveLength(18);
    expect(brokenBy).toContain('popf');
  });

  it('leave 13 of them under UMIP, which traps SGDT, SIDT, SLDT, SMSW and STR', () => {
    const { brokenBy } = popekGoldberg(isa('x86-64-umip'), 'trap-and-emulate');
    expect(brokenBy).toHaveLength(13);
    for (const name of ['sgdt', 'sidt', 'sldt', 'smsw', 'str'])
      expect(brokenBy).not.toContain(name);
  });

  it('hold on RISC-V by trap and emulate, and on x86-64 with a guest mode by hardware alone', () => {
    expect(popekGoldberg(isa('risc-v'), 'trap-and-emulate').equivalence).toBe('yes');
    expect(popekGoldberg(isa('x86-64-vt'), 'hardware').equivalence).toBe('yes');
    expect(popekGoldberg(isa('x86-64-vt'), 'trap-and-emulate').equivalence).toBe('no');
    expect(popekGoldberg(isa('x86-64'), 'hardware').equivalence).toBe('no');
  });

  it('hold for a changed guest under paravirtualization; an interpreter is never efficient', () => {
    for (const set of instructionSets) {
      expect(popekGoldberg(set, 'paravirtual').equivalence).toBe('changed guest');
      expect(popekGoldberg(set, 'interpreter').efficiency).toBe('no');
      expect(popekGoldberg(set, 'binary-translation').equivalence).toBe('yes');
    }
  });

  it('name what breaks them wherever equivalence is lost', () => {
    for (const set of instructionSets) {
      for (const kind of monitorKinds) {
        const { equivalence, brokenBy } = popekGoldberg(set, kind);
        if (brokenBy.length > 0) expect(equivalence, `${set.id} ${kind}`).toBe('no');
      }
    }
  });
});
