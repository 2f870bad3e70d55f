import { nth } from '../../elements.ts';
import { badInput } from '../../errors.ts';
import { parseBytes } from '../../units.ts';
import { hexAddress } from './address.ts';
import { TraceHints } from './hints.ts';
import { lineBatches, WordBuffer } from './lines.ts';
import type { MemoryTraceFormat } from './memory-trace.ts';

const MAX_LINE = 4096;

interface Sample {
  /** -1: canonical nowhere. */
  address: number;
  /** 0 load, 1 store; undefined: neither (a prefetch or an instruction fetch). */
  kind: 0 | 1 | undefined;
  /** False when neither the data source nor the event says whether it was a load or a store. */
  kindStated: boolean;
  process: number | undefined;
  pageBytes: number | undefined;
}

const isTime = (token: string) => /^\d+\.\d{6,9}:$/.test(token);
const isHex = (token: string | undefined) => token !== undefined && /^[0-9a-f]{1,16}$/.test(token);

/** Kind from `|OP LOAD|...`, else from the name of the event. */
function kindOf(rest: string, event: string): Pick<Sample, 'kind' | 'kindStated'> {
  const decoded = /\|OP ([^|]*)/.exec(rest)?.[1];
  if (decoded !== undefined && decoded.trim() !== 'N/A') {
    const kind = /STORE/.test(decoded) ? 1 : /LOAD/.test(decoded) ? 0 : undefined;
    return { kind, kindStated: true };
  }
  if (/store/i.test(event)) return { kind: 1, kindStated: true };
  return { kind: 0, kindStated: /load/i.test(event) };
}

/** The process before `[cpu]` or the time: `PID` or `PID/TID`; without either the first number. */
function processOf(before: readonly string[], timed: boolean): number | undefined {
  const cpu = before.findIndex((token) => /^\[\d+\]$/.test(token));
  const some = cpu > 0 ? before.slice(0, cpu) : before;
  const isId = (token: string) => /^\d{1,10}(\/\d+)?$/.test(token);
  const id = cpu > 0 || timed ? some.findLast(isId) : some.find(isId);
  return id === undefined ? undefined : Number.parseInt(id, 10);
}

/** One sample line; undefined when the line is none. */
export function parseSample(text: string): Sample | undefined {
  if (text.length > MAX_LINE) return undefined;
  const tokens = text.trim().split(/\s+/);
  const time = tokens.findIndex(isTime);
  const event = tokens.findIndex((token, at) => at > time && /^[^\s|]{2,}:$/.test(token));
  const last = event > 0 ? event : time;
  if (last < 0 || !isHex(tokens[last + 1])) return undefined;
  const name = event > 0 ? nth(tokens, event) : '';
  const rest = tokens.slice(last + 2);
  const tail = rest.join(' ');
  // Without a data source the first number is the data address only when the code address follows it,
  // or when it stands alone in a sample of a memory event; else it is the code address itself.
  const hasSource = tail.includes('|OP ');
  if (
    hasSource ? nth(rest, 0).startsWith('|') : !/mem|load|store|ibs_op|spe/i.test(name || 'mem')
  ) {
    return undefined;
  }
  const isCode = (token: string | undefined) => isHex(token) && token!.length >= 6;
  // perf prints the symbol of the data address behind it when symbols are asked for.
  const followed = isCode(rest[0]) || isCode(rest[1]);
  const alone = /^(\d+[KMG]|N\/A)?$/.test(tail);
  if (!hasSource && !followed && !alone) return undefined;
  const page = /(?:^|\s)(\d+[KMG])(?:\s|$)/.exec(tail)?.[1];
  return {
    address: hexAddress(nth(tokens, last + 1)),
    ...kindOf(tail, name),
    process: processOf(tokens.slice(0, time >= 0 ? time : event), time >= 0),
    pageBytes: page === undefined ? undefined : parseBytes(page),
  };
}

/** Comments, blank lines, and the frames of a call chain under a sample. */
const isBeside = (text: string) =>
  /^\s*(#.*)?$/.test(text) || /^\s+[0-9a-f]{4,16} \S.*\(.*\)\s*$/.test(text);

/** Text of `perf script` over `perf mem record`, with any of -F comm,pid,tid,cpu,time,event,addr,data_src,data_page_size. */
export const perfScript: MemoryTraceFormat = {
  id: 'perf-script',
  title: 'perf script text of memory samples (addr, better with data_src)',
  sniff(head) {
    if (head.includes(0)) return false;
    const lines = new TextDecoder('latin1').decode(head).split(/\r?\n/).slice(0, 200);
    if (head.length >= 65_536) lines.pop();
    const told = lines.filter((text) => !/^\s*(#.*)?$/.test(text));
    const first = told[0];
    return first !== undefined && parseSample(first) !== undefined;
  },
  async *read(chunks, file, hints = new TraceHints()) {
    let number = 0;
    const buffer = new WordBuffer();
    for await (const lines of lineBatches(chunks, file)) {
      for (const line of lines) {
        number++;
        const text = line.endsWith('\r') ? line.slice(0, -1) : line;
        const sample = parseSample(text);
        if (sample === undefined) {
          if (text.length <= MAX_LINE && isBeside(text)) continue;
          throw badInput({
            file,
            line: number,
            expected: 'a perf script memory sample with its addr',
            found: JSON.stringify(text.slice(0, 60)),
            hint: 'perf script -F comm,pid,time,event,addr,data_src prints what is needed.',
          });
        }
        const { address, kind, process } = sample;
        // A sample whose address the processor did not record has 0.
        if (kind === undefined || address === 0) continue;
        if (address < 0) {
          throw badInput({
            file,
            line: number,
            expected: 'a canonical address',
            found: text.trim(),
          });
        }
        hints.kindsStated ||= sample.kindStated;
        if (!hints.wants(process)) continue;
        if (sample.pageBytes !== undefined) hints.page(sample.pageBytes, address);
        buffer.push(address, kind, hints.space);
      }
      const words = buffer.take();
      if (words.length > 0) yield words;
    }
  },
};
