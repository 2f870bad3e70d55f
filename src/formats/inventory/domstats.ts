import { badInput, printable } from '../../errors.ts';
import type { Inventory, InventoryVm } from '../../plan/inventory.ts';
import { bareVm, Findings, MOST_ROWS } from './findings.ts';
import { textLines } from './text-lines.ts';

const RUNNING = '1';
const PAUSED = '3';

/**
 * `virsh domstats`: `Domain: 'name'`, then key=value, several to a line. Counts vcpu.current and
 * balloon.maximum (KiB); a paused domain still holds its memory and counts as running.
 */
export async function readDomstats(path: string): Promise<Inventory> {
  const findings = new Findings();
  const vms: InventoryVm[] = [];
  let name: string | undefined;
  let values = new Map<string, string>();
  const close = (line: number) => {
    if (name === undefined) return;
    const number = (key: string) => {
      const text = values.get(key);
      if (text === undefined) return undefined;
      if (/^\d{1,16}$/.test(text)) return Number(text);
      throw badInput({
        file: path,
        line,
        expected: `a whole number as ${key} of the domain above`,
        found: `"${printable(text, 40)}"`,
      });
    };
    const vcpus = number('vcpu.current') ?? number('vcpu.maximum');
    const kib = number('balloon.maximum') ?? number('balloon.current');
    if (!vcpus || !kib) {
      findings.add('bad-number', 'domains without vcpu.current or balloon.maximum, not counted');
      return;
    }
    const blocks = Math.min(256, number('block.count') ?? 0);
    let [provisioned, inUse] = [0, 0];
    for (let i = 0; i < blocks; i++) {
      provisioned += number(`block.${i}.capacity`) ?? 0;
      inUse += number(`block.${i}.allocation`) ?? 0;
    }
    const state = values.get('state.state') ?? RUNNING;
    vms.push(
      bareVm({
        name,
        vcpus,
        memoryMib: kib / 1024,
        poweredOn: state === RUNNING || state === PAUSED,
        provisionedMib: provisioned / 2 ** 20,
        inUseMib: inUse / 2 ** 20,
      }),
    );
    if (vms.length > MOST_ROWS)
      throw badInput({ file: path, expected: `at most ${MOST_ROWS} domains`, found: 'more' });
  };
  let at = 0;
  for await (const { line, text } of textLines(path)) {
    at = line;
    const header = /^Domain: '(.*)'\s*$/.exec(text);
    if (header) {
      close(line);
      name = header[1]!;
      values = new Map();
      continue;
    }
    for (const pair of text.trim().split(/\s+(?=[\w.-]+=)/)) {
      const equals = pair.indexOf('=');
      if (equals > 0 && values.size < 100_000)
        values.set(pair.slice(0, equals), pair.slice(equals + 1));
    }
  }
  close(at);
  return { source: path, hosts: [], vms, findings: findings.list };
}
