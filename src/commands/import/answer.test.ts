import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readGuestStats } from '../../formats/guest-stats/index.ts';
import { scenarioSchema } from '../../scenario/schema.ts';
import { studies } from '../../studies/index.ts';
import { answerImport, eventsBlock } from './answer.ts';

const folder = new URL('../../formats/guest-stats/fixtures/', import.meta.url);
const read = (name: string) =>
  readGuestStats(readFileSync(new URL(`${name}.txt`, folder), 'utf8'), name);

describe('import', () => {
  it('prints an events block that a scenario takes as it is', () => {
    const answer = answerImport(read('perf-kvm-stat.vmx'), {
      seconds: 10,
      instructionsPerSecond: 2e9,
    });
    const { events } = parse(eventsBlock(answer, 'a.txt'));
    expect(events).toEqual({
      'hlt-wake': 0.2,
      'msr-write': 0.1,
      'external-irq': 0.075,
      'timer-arm': 0.05,
      'mmio-kernel': 0.02,
    });
    const workload = { name: 'mine', pattern: { kind: 'gups', footprint: '64MiB' }, events };
    const scenario = { name: 's', hosts: ['srv'], techniques: ['hardware'], workloads: [workload] };
    expect(scenarioSchema(studies).parse(scenario).vms[0]!.workload.events).toEqual(events);
  });

  it('says that the instruction rate is assumed when nobody gave it', () => {
    const answer = answerImport(read('virsh-domstats.two'), {});
    expect(answer).toMatchObject({ instructionsAssumed: true, instructionsPerSecond: 3e9 });
    expect(eventsBlock(answer, 'a')).toContain('ASSUMED');
  });

  it('has no rates without a time, without events, or with more events than instructions', () => {
    expect(String(answerImport(read('perf-kvm-stat.vmx'), {}).why)).toContain('--seconds');
    expect(String(answerImport(read('esxtop.names'), {}).why)).toContain('no events');
    const dense = answerImport(read('perf-kvm-stat.vmx'), {
      seconds: 1,
      instructionsPerSecond: 10,
    });
    expect(dense.scenarioEvents).toBeUndefined();
    expect(eventsBlock(dense, 'a')).toBe('');
  });

  it('takes one guest of several by its exact name', () => {
    const name = 'db: (prod), 100% "x"';
    expect(answerImport(read('virsh-domstats.two'), { guest: name }).attribution.exits).toBe(30);
    expect(() => answerImport(read('virsh-domstats.two'), { guest: 'db' })).toThrow(
      /expected one of the guests/,
    );
  });

  it('a hostile file name cannot leave the comment of the block', () => {
    const answer = answerImport(read('perf-kvm-stat.vmx'), { seconds: 10 });
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        expect(Object.keys(parse(eventsBlock(answer, `${name}\nhosts: [x]\n`)))).toEqual([
          'events',
        ]);
      }),
      { numRuns: 200 },
    );
  });
});
