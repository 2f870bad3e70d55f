import { nth } from '../../elements.ts';
import { badInput } from '../../errors.ts';
import type { ProgressSample } from '../../model/migration/progress.ts';
import { withoutControlSequences } from '../control-sequences.ts';
import { bytesOf, wholeOf } from './amounts.ts';
import { emptyInput, type MigrationInput } from './migration-input.ts';
import { addSample } from './progress.ts';
import { type QemuParameters, qemuParameters } from './qemu-settings.ts';

/** What was said, without the escapes and returns with which the monitor echoes what was typed. */
const plain = (text: string) => withoutControlSequences(text).replaceAll('\r', '');
const QUOTED = /^[>\s]+/;

const capabilityNames = new Set(
  `xbzrle rdma-pin-all auto-converge zero-blocks compress events postcopy-ram x-colo release-ram block
  return-path pause-before-switchover multifd dirty-bitmaps postcopy-blocktime late-block-activate
  x-ignore-shared validate-uuid background-snapshot zero-copy-send postcopy-preempt switchover-ack
  dirty-limit mapped-ram x-postcopy-ram x-multifd`.split(/\s+/),
);
const dirtyRateStates = new Set(['unstarted', 'measuring', 'measured']);

/** What one `info migrate` has said so far, by QEMU's key of either layout. */
type Block = Map<string, string>;

/** Keys of the layout since QEMU 10.1, by label of the line, as the older layout names them. */
const grouped: Record<string, Record<string, string>> = {
  time: { total: 'total time', exp_down: 'expected downtime', down: 'downtime' },
  sizes: {
    pagesize: 'page size',
    psize: 'page size',
    total: 'total ram',
    transferred: 'transferred ram',
    remain: 'remaining ram',
  },
  transfers: { transferred: 'transferred ram', remain: 'remaining ram' },
  'page types': { normal: 'normal', zero: 'duplicate' },
  pages: { normal: 'normal', zero: 'duplicate', rate_per_sec: 'pages-per-second' },
  'page rates': { transfer: 'pages-per-second', dirty: 'dirty pages rate' },
  others: { dirty_syncs: 'dirty sync count', dirty_pages_rate: 'dirty pages rate' },
};

const plainKeys = new Set(
  `total time|expected downtime|downtime|transferred ram|throughput|remaining ram|total ram|duplicate|normal|
dirty sync count|page size|dirty pages rate|pages-per-second`
    .split('|')
    .map((key) => key.trim()),
);

/** Kilobytes of the older layout, sizes with a unit of the newer one. */
function bytesIn(block: Block, key: string): number | undefined {
  const value = block.get(key);
  const kilo = wholeOf(/^(\d+) kbytes$/.exec(value ?? '')?.[1]);
  return kilo === undefined ? bytesOf(value) : kilo * 1024;
}

const secondsOf = (block: Block) => (wholeOf(block.get('total time')) ?? 0) / 1000;

/** The look at RAM that an answer holds; null before a migration sends any. */
function sampleOf(block: Block, file: string): ProgressSample | null {
  const total = bytesIn(block, 'total ram');
  const left = bytesIn(block, 'remaining ram');
  const sent = bytesIn(block, 'transferred ram');
  if (total === undefined && left === undefined && sent === undefined) return null;
  if (total === undefined || left === undefined || sent === undefined) {
    const found = `an answer with ${[...block.keys()].join(', ')}`;
    const expected = 'transferred, remaining and total ram';
    throw badInput({ file, expected, found, hint: 'The text may be cut off.' });
  }
  if (left > total + 2 ** 30) {
    const found = `${left} of ${total} bytes`;
    throw badInput({ file, expected: 'no more ram left than there is', found });
  }
  const whole = (key: string) => wholeOf(block.get(key));
  const [normal, zero] = [whole('normal'), whole('duplicate')];
  const syncs = whole('dirty sync count') ?? 0;
  const mbps = Number(/^\d{1,20}(\.\d{1,9})?/.exec(block.get('throughput') ?? '')?.[0] ?? 0);
  // The older layout leaves a rate of 0 out; a QEMU too old to know the rate counts no syncs either.
  const pages = whole('dirty pages rate') ?? (syncs > 0 ? 0 : undefined);
  return {
    seconds: secondsOf(block),
    transferredBytes: sent,
    remainingBytes: left,
    totalBytes: total,
    syncs,
    pagesSent: normal !== undefined && zero !== undefined ? normal + zero : null,
    sentBytesPerS: mbps > 0 ? (mbps * 1e6) / 8 : null,
    dirtiedBytesPerS: pages === undefined ? null : pages * (bytesIn(block, 'page size') || 4096),
  };
}

class HmpText {
  private readonly file: string;
  private readonly input: MigrationInput;
  private readonly parameters: Record<string, unknown> = {};
  private block: Block = new Map();
  private dirtyRate: Block | null = null;
  private blockedReasons = false;
  /** Label and unit of the last grouped line: its values may go on in the next one. */
  private group = { label: '', unit: '' };

  constructor(file: string, input: MigrationInput) {
    this.file = file;
    this.input = input;
  }

  read(text: string): void {
    for (const raw of plain(text).split('\n')) {
      const line = raw.replace(QUOTED, '');
      if (line === '' || line.startsWith('(qemu)')) continue;
      this.take(line.trimEnd(), /^\s/.test(raw));
    }
    this.close();
    this.finish();
  }

  private take(line: string, indented: boolean): void {
    if (line.startsWith('Outgoing migration blocked')) {
      this.blockedReasons = true;
      return;
    }
    if (this.blockedReasons && indented) {
      this.input.blocked.push(line.trim().slice(0, 1000));
      return;
    }
    this.blockedReasons = false;
    const match = /^([^:=]{1,60}):\s*(.*)$/.exec(line);
    if (!match) {
      this.takeGrouped(line);
      return;
    }
    const [, name, value] = match as unknown as [string, string, string];
    if (name === 'capabilities' || name === 'parameters') {
      this.takeFlat(value);
      return;
    }
    if (name === 'Migration status' || name === 'Status') {
      this.takeStatus(value);
      return;
    }
    if (this.dirtyRate) this.dirtyRate.set(name, value);
    if (name === 'Dirty rate') {
      this.takeDirtyRate();
      return;
    }
    if (this.takeSetting(name, value)) return;
    if (plainKeys.has(name)) {
      this.block.set(name, value);
      return;
    }
    if (/^(Throughput|Bandwidth) \(mbps\)$/i.test(name)) {
      this.block.set('throughput', value);
      return;
    }
    const [, label, unit] = /^([^(]+?)\s*(?:\(([^)]*)\))?$/.exec(name) ?? [];
    this.group = { label: (label ?? '').toLowerCase(), unit: unit ?? '' };
    this.takeGrouped(value);
  }

  /** `total=47317, setup=5, down=8` under the label of its line. */
  private takeGrouped(text: string): void {
    const keys = grouped[this.group.label];
    if (!keys) return;
    for (const [, key, value] of text.matchAll(/([a-z_]{1,30})=([\d.]{1,30}(?: [KMGTP]?i?B)?)/g)) {
      const name = keys[key!];
      const unit = /^K(i?)B$/.test(this.group.unit) && !/B$/.test(value!) ? ' kbytes' : '';
      if (name) this.block.set(name, `${value}${unit}`);
    }
    // Where this layout says nothing about dirtied pages, none were.
    if (this.group.label === 'page rates' && !this.block.has('dirty pages rate')) {
      this.block.set('dirty pages rate', '0');
    }
  }

  private takeFlat(value: string): void {
    for (const [, name, word] of value.matchAll(/([a-z-]{1,40}): '?([^\s']{0,60})'?/g)) {
      this.takeSetting(name!, word!);
    }
  }

  private takeSetting(name: string, value: string): boolean {
    if (capabilityNames.has(name) && /^(on|off)\b/.test(value)) {
      this.input.capabilities[name.replace(/^x-(?=postcopy-ram|multifd)/, '')] =
        value.startsWith('on');
      return true;
    }
    if (!Object.hasOwn(qemuParameters.shape, name)) return false;
    const number = /^\d{1,20}/.exec(value);
    const flag = /^(on|off)$/.exec(value);
    this.parameters[name] = flag
      ? value === 'on'
      : number
        ? Number(number[0])
        : value.replace(/^'|'$/g, '');
    return true;
  }

  private takeStatus(value: string): void {
    this.close();
    const [, word, error] = /^([a-z-]{1,40})(?:\s*\((.*)\))?/.exec(value) ?? [];
    if (word && dirtyRateStates.has(word)) {
      this.dirtyRate = new Map([['Status', word]]);
      return;
    }
    if (!word) return;
    this.block.set('status', word);
    if (error) this.block.set('error', error);
  }

  private takeDirtyRate(): void {
    const said = this.dirtyRate ?? new Map<string, string>();
    this.dirtyRate = null;
    const mibPerS = wholeOf(said.get('Dirty rate'));
    const calcTimeS = wholeOf(said.get('Period'));
    if (said.get('Status') !== 'measured' || mibPerS === undefined || !calcTimeS) return;
    const mode = said.get('Mode') ?? 'page-sampling';
    const samplePages = mode === 'page-sampling' ? wholeOf(said.get('Sample Pages')) || 512 : null;
    this.input.readings.push({ calcTimeS, mibPerS, samplePages });
  }

  private close(): void {
    const { block, input } = this;
    this.block = new Map();
    this.group = { label: '', unit: '' };
    if (block.size === 0) return;
    const status = block.get('status');
    if (status !== undefined) input.status = status;
    const sample = sampleOf(block, this.file);
    if (sample) addSample(input, status === undefined ? sample : { ...sample, status }, this.file);
    const { outcome } = input;
    input.outcome = {
      totalS: block.has('total time') ? secondsOf(block) : outcome.totalS,
      downtimeMs: wholeOf(block.get('downtime')) ?? outcome.downtimeMs,
      error: block.get('error') ?? outcome.error,
    };
  }

  private finish(): void {
    const found = qemuParameters.safeParse(this.parameters);
    if (!found.success) {
      const issue = nth(found.error.issues, 0);
      const what = `${issue.path.join('.')}: ${issue.message}`;
      throw badInput({ file: this.file, expected: 'migration parameters', found: what });
    }
    Object.assign(this.input.parameters, found.data satisfies QemuParameters);
  }
}

const RECOGNISED =
  /^[> \t]*(?:Migration status|Status|transferred ram|max-bandwidth|Dirty rate|capabilities|auto-converge):\s/m;

export function looksLikeHmp(text: string): boolean {
  return RECOGNISED.test(plain(text));
}

/** Text of the human monitor, added to what is known already. */
export function readHmpInto(text: string, file: string, input: MigrationInput): void {
  new HmpText(file, input).read(text);
}

/**
 * `info migrate` as often as it was taken, in the layout up to QEMU 10.0 and in the one since 10.1, with
 * `info migrate_parameters`, `info migrate_capabilities` and `info dirty_rate` among it in any order.
 */
export function readHmp(text: string, file: string): MigrationInput {
  const input = emptyInput('hmp');
  readHmpInto(text, file, input);
  const known = Object.keys(input.parameters).length + Object.keys(input.capabilities).length;
  const looks = input.samples.length + input.readings.length + input.blocked.length;
  if (known + looks === 0 && input.status === null) {
    throw badInput({ file, expected: 'the text of info migrate', found: 'none of its lines' });
  }
  return input;
}
