import { badInput } from '../../errors.ts';
import { type EventFormat, type ExitCount, lines, nothingFound, numberIn } from './imported.ts';

/** Counters of one snapshot, keyed `domain key`. */
type Snapshot = Map<string, number>;

function snapshots(text: string, file: string | undefined): Snapshot[] {
  const found: Snapshot[] = [];
  let domain = '';
  let seen = new Set<string>();
  for (const { text: line, line: number } of lines(text)) {
    const head = /^Domain: '(.*)'$/.exec(line.trim());
    if (head) {
      domain = head[1]!;
      if (found.length === 0 || seen.has(domain)) {
        found.push(new Map());
        seen = new Set();
      }
      seen.add(domain);
      continue;
    }
    const pair = /^\s+([\w.-]+)=(\d+)$/.exec(line);
    const current = found[found.length - 1];
    if (pair && current) current.set(`${domain} ${pair[1]}`, numberIn(pair[2]!, file, number));
  }
  return found;
}

const kinds: Readonly<Record<string, string>> = {
  halt_exits: 'HLT',
  io_exits: 'IO_INSTRUCTION',
  mmio_exits: 'EPT_MISCONFIG',
  irq_exits: 'EXTERNAL_INTERRUPT',
  irq_window_exits: 'PENDING_INTERRUPT',
  hypercalls: 'VMCALL',
  pf_fixed: 'EPT_VIOLATION',
};

/** `virsh domstats`, two snapshots one after the other: counters are totals, so only differences count. */
export const domstats: EventFormat = {
  id: 'domstats',
  title: 'virsh domstats, two snapshots',
  madeBy: 'virsh domstats; sleep 10; virsh domstats',
  parse(text, file) {
    const found = snapshots(text, file);
    if (found.length === 0) throw nothingFound(file, "blocks of virsh domstats (Domain: 'NAME')");
    const [first, last] = [found[0]!, found[found.length - 1]!];
    if (found.length < 2) {
      throw badInput({
        file,
        expected: 'two snapshots of virsh domstats, one after the other',
        found: 'one',
        hint: 'Counters count from the start of the guest; a rate needs a difference.',
      });
    }
    const exits: ExitCount[] = [];
    let all = 0;
    let known = 0;
    const measurements = [];
    for (const [key, value] of last) {
      const before = first.get(key);
      const at = key.lastIndexOf(' ');
      const [subject, name] = [key.slice(0, at), key.slice(at + 1)];
      const field =
        /^vcpu\.\d+\.(?:exits|(halt_exits|io_exits|mmio_exits|irq_exits|irq_window_exits|hypercalls|pf_fixed|delay|wait))(?:\.sum)?$/.exec(
          name,
        );
      const counter = name === 'cpu.time' || field;
      if (!counter || before === undefined) continue;
      if (value < before) {
        const expected = `${name} of '${subject}' to grow`;
        throw badInput({ file, expected, found: `${before}, then ${value}: the guest restarted` });
      }
      const difference = value - before;
      const kind = field?.[1];
      if (name === 'cpu.time' || kind === 'delay' || kind === 'wait') {
        // `delay` is time ready and not running: steal.
        measurements.push({ subject, name, value: difference, unit: 'ns' });
      } else if (kind) {
        known += kind === 'pf_fixed' || kind === 'hypercalls' ? 0 : difference;
        exits.push({ reason: kinds[kind]!, count: difference });
      } else all += difference;
    }
    if (all > known) exits.push({ reason: 'NOT LISTED', count: all - known });
    const sums = new Map<string, number>();
    for (const { reason, count } of exits) sums.set(reason, (sums.get(reason) ?? 0) + count);
    return {
      exits: [...sums].map(([reason, count]) => ({ reason, count })),
      measurements,
      notes: ['counts are the difference of the first and the last snapshot'],
    };
  },
};
