import { InvalidArgumentError } from 'commander';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { vmSpec } from './vm-spec.ts';

describe('a machine on the command line', () => {
  it('is a name and pairs', () => {
    expect(vmSpec('web,shares=2000,rate=100,work=2ms,coscheduling=relaxed')).toEqual([
      { name: 'web', shares: 2000, rate: 100, workUs: 2000, coscheduling: 'relaxed' },
    ]);
    expect(vmSpec('db', vmSpec('web')).map((vm) => vm.name)).toEqual(['web', 'db']);
  });
  it('is refused with what was expected', () => {
    expect(() => vmSpec('web,speed=9')).toThrow('a key (pool, shares');
    expect(() => vmSpec('web,constructor=9')).toThrow('a key');
    expect(() => vmSpec('web,shares=0')).toThrow('shares from');
    expect(() => vmSpec('web,work=2ms')).toThrow('rate and work together');
    expect(() => vmSpec('web,quota=20')).toThrow('with a unit');
    expect(() => vmSpec('web', vmSpec('web'))).toThrow('each name once');
  });
  it('never fails in another way, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          expect(vmSpec(text)).toHaveLength(1);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidArgumentError);
        }
      }),
    );
  });
});
