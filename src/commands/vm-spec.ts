import { InvalidArgumentError } from 'commander';
import { present } from '../elements.ts';
import { printable } from '../errors.ts';
import type { Coscheduling } from '../model/scheduling/sim/vcpu.ts';
import { parseSeconds } from '../units.ts';

/** A machine or pool as `NAME,key=value,...` on the command line. */
export interface VmOption {
  name: string;
  pool?: string;
  shares?: number;
  reservation?: number;
  limit?: number;
  demand?: number;
  vcpus?: number;
  /** Memory in the unit of --node-memory, for NUMA placement. */
  memory?: number;
  cpuHotAdd?: boolean;
  /** Requests a second and CPU time of each; without them the machine is a hog. */
  rate?: number;
  workUs?: number;
  quotaUs?: number;
  periodUs?: number;
  coscheduling?: Coscheduling;
}

const fail = (what: string, found: string) =>
  new InvalidArgumentError(`expected ${what}, found "${printable(found, 80)}".`);

function number(low: number, high: number, what: string) {
  return (text: string): number => {
    const value = Number(text);
    if (/^(\d+(\.\d+)?|\.\d+)(e\d+)?$/i.test(text) && value >= low && value <= high) return value;
    throw fail(`${what} from ${low} to ${high}`, text);
  };
}

function microseconds(what: string) {
  return (text: string): number => {
    const seconds = /[a-zµ]$/.test(text) ? parseSeconds(text) : undefined;
    if (seconds !== undefined && seconds > 0 && seconds <= 3600) return seconds * 1e6;
    throw fail(`${what} with a unit, such as 2ms`, text);
  };
}

const modes: readonly Coscheduling[] = ['none', 'relaxed', 'strict'];
const amount = number(0, 1e15, 'an amount');

const keys: Record<string, (option: VmOption, text: string) => void> = {
  pool: (option, text) => {
    option.pool = text;
  },
  shares: (option, text) => {
    option.shares = number(1e-9, 1e12, 'shares')(text);
  },
  reservation: (option, text) => {
    option.reservation = amount(text);
  },
  limit: (option, text) => {
    option.limit = amount(text);
  },
  demand: (option, text) => {
    option.demand = amount(text);
  },
  vcpus: (option, text) => {
    option.vcpus = Math.round(number(1, 256, 'vCPUs')(text));
  },
  memory: (option, text) => {
    option.memory = amount(text);
  },
  hotadd: (option, text) => {
    if (text !== 'yes' && text !== 'no') throw fail('hotadd yes or no', text);
    option.cpuHotAdd = text === 'yes';
  },
  rate: (option, text) => {
    option.rate = number(0.001, 100_000, 'requests a second')(text);
  },
  work: (option, text) => {
    option.workUs = microseconds('a CPU time')(text);
  },
  quota: (option, text) => {
    option.quotaUs = microseconds('a quota')(text);
  },
  period: (option, text) => {
    option.periodUs = microseconds('a period')(text);
  },
  coscheduling: (option, text) => {
    const mode = modes.find((known) => known === text);
    if (!mode) throw fail(`co-scheduling ${modes.join(', ')}`, text);
    option.coscheduling = mode;
  },
};

/** Parses one `--vm` or `--pool`; collects into the list commander hands back. */
export function vmSpec(text: string, before: readonly VmOption[] = []): VmOption[] {
  if (before.length >= 1000) throw fail('at most 1000 machines', text);
  if (printable(text) !== text) throw fail('at most 2000 characters, none of them control', text);
  const [name, ...pairs] = text.split(',');
  if (!name || name.includes('=')) throw fail('NAME,key=value,...', text);
  if (before.some((other) => other.name === name)) throw fail('each name once', name);
  const option: VmOption = { name };
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    const key = pair.slice(0, Math.max(0, at));
    if (!Object.hasOwn(keys, key)) throw fail(`a key (${Object.keys(keys).join(', ')})`, pair);
    present(keys[key])(option, pair.slice(at + 1));
  }
  if ((option.rate === undefined) !== (option.workUs === undefined))
    throw fail('rate and work together', text);
  return [...before, option];
}
