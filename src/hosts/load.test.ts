import { describe, expect, it } from 'vitest';
import { UserError } from '../errors.ts';
import { hosts } from './index.ts';
import { hostDocument, parseHost } from './load.ts';

type Document = { form: string; host: Record<string, unknown> & { memory: Record<string, never> } };
const document = (id = 'mine'): Document =>
  JSON.parse(JSON.stringify(hostDocument({ ...hosts[1]!, id })));

function refusal(change: (document: Document) => unknown): string {
  const changed = document();
  const content = change(changed) ?? changed;
  try {
    parseHost(content, 'my.json');
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return (error as Error).message;
  }
  return 'accepted';
}
const set = (path: string, value: unknown) => (content: Document) => {
  const keys = path.split('.');
  const last = keys.pop()!;
  const owner = keys.reduce<Record<string, unknown>>(
    (node, key) => node[key] as Record<string, unknown>,
    content as unknown as Record<string, unknown>,
  );
  owner[last] = value;
};

describe('a host profile from a file', () => {
  it('is read back as it was written, for every built-in host under another id', () => {
    for (const host of hosts) {
      const mine = { ...host, id: 'mine' };
      const text = JSON.stringify(hostDocument(mine, ['something']));
      expect(parseHost(JSON.parse(text), 'f')).toEqual(JSON.parse(JSON.stringify(mine)));
    }
  });

  it.each<[string, (document: Document) => unknown, RegExp]>([
    ['nothing', () => 7, /a host profile.*host probe/],
    ['a list', () => [], /a host profile/],
    ['another form', set('form', 'virtcost-host/9'), /form:/],
    ['no memory', set('host.memory', undefined), /host\.memory:/],
    ['ways that do not divide', set('host.memory.l2Tlb.ways', 7), /l2Tlb: ways that divide/],
    ['a TLB of a billion entries', set('host.memory.l2Tlb.entries', 1e9), /l2Tlb\.entries/],
    ['a negative latency', set('host.memory.dramCycles.value', -1), /dramCycles\.value/],
    [
      'a value outside its interval',
      set('host.memory.dramCycles.low', 1e9),
      /interval that contains/,
    ],
    ['a latency in another unit', set('host.memory.dramCycles.unit', 'ns'), /expected.*cycles/],
    ['a clock of 0', set('host.clockGhz.value', 0), /clockGhz/],
    ['an unknown status', set('host.clockGhz.status', 'sure'), /status/],
    ['no source', set('host.clockGhz.source', ''), /source/],
    ['half a core', set('host.cores', 0.5), /cores/],
    ['a cache whose lines do not add up', set('host.memory.caches.l1d.kib', 33), /16 per KiB/],
    ['an id with a path', set('host.id', '../../etc'), /host\.id/],
    ['the id of a built-in host', set('host.id', 'clx'), /id of its own/],
    ['an unknown key', set('host.surprise', 1), /host/],
    ['terminal escapes in a key', set('host.\u001b[2J', 1), /\ufffd\[2J/],
  ])('is refused with %s, naming file and field', (_, change, message) => {
    const said = refusal(change);
    expect(said).not.toContain('\u001b');
    expect(said).toMatch(/^my\.json: expected/);
    expect(said).toMatch(message);
  });
});
