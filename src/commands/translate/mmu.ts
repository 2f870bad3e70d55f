import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { hostFrom } from '../../formats/host-profile.ts';
import type { TraceHints } from '../../formats/memory-trace/hints.ts';
import { pageTraceFormats } from '../../formats/memory-trace/in-page.ts';
import { openMemoryTrace } from '../../formats/memory-trace/open.ts';
import type { Host } from '../../hosts/host.ts';
import { terms } from '../../messages/terms.ts';
import { translateWords } from '../../messages/translate.ts';
import {
  comparedOnPattern,
  comparedOnWords,
  type MmuCompared,
  mmuSections,
  mmuSummaryOf,
  type MmuOptions as WithoutHost,
} from '../../report/answers/translate-mmu.ts';
import type { Live } from '../../report/live-html.ts';
import { figuresOf } from '../../report/section.ts';
import { mmuFigure } from '../../report/sections/translation.ts';
import { printAnswer } from '../../terminal/answer.ts';
import { note, printJson } from '../../terminal/output.ts';
import { askedWords } from '../asked-command.ts';
import { writeAnswerPage } from '../write-page.ts';
import { noteHints, statedPage } from './source.ts';

export interface MmuOptions extends WithoutHost {
  host: string;
  html?: string;
  json?: boolean;
}

/** A trace as it was read: what it says, and by what a page knows the file again where it can read it. */
interface Read {
  hints?: TraceHints;
  file?: { name: string; digest: string; format: string };
}

/** Bytes of a file as they pass. */
class SeenBytes {
  readonly #hash = createHash('sha256');
  #head: Uint8Array | undefined;

  add(bytes: Uint8Array): void {
    this.#head ??= bytes.slice(0, 2);
    this.#hash.update(bytes);
  }

  get isGzip(): boolean {
    return this.#head?.[0] === 0x1f && this.#head[1] === 0x8b;
  }

  digest(): string {
    return this.#hash.digest('hex').slice(0, 16);
  }
}

/** Every asked MMU mode over the same accesses and page-table activity, from one reading of them. */
async function compare(options: MmuOptions, host: Host): Promise<MmuCompared & Read> {
  const { trace, inputFormat } = options;
  if (trace === undefined) return comparedOnPattern(options, host);
  const seen = new SeenBytes();
  const { words, hints, format, packed } = await openMemoryTrace(trace, {
    ...{ ...options, format: inputFormat },
    ...(options.html !== undefined && { onBytes: (bytes) => seen.add(bytes) }),
  });
  const guestPage = options.guestPage ?? statedPage(hints) ?? '4K';
  const compared = await comparedOnWords({ ...options, guestPage }, host, words);
  noteHints(hints, options);
  const { visits } = compared.input;
  if (visits?.truncated) note(translateWords.activityBeside({ accesses: visits.accesses }));
  // A page has no reader for the other formats, and unpacks gzip alone.
  const inPage = pageTraceFormats.includes(format) && (!packed || seen.isGzip);
  const file = { name: basename(trace), digest: seen.digest(), format: format.id };
  return { ...compared, hints, ...(inPage && { file }) };
}

/** What the page can be asked anew; a trace stays with its owner, who drops it on the page. */
function liveOf(
  { html, json, ...options }: MmuOptions,
  host: Host,
  read: MmuCompared & Read,
): Live | undefined {
  const { file, input } = read;
  const data = { words: askedWords(), options, host };
  if (options.trace === undefined) return { model: 'translate', data };
  if (!file) return undefined;
  const { guestPage } = input;
  return { model: 'translate', data: { ...data, options: { ...options, guestPage }, trace: file } };
}

/** `virtcost translate --mmu MODE`: modes that have monitor work beside their walks, and the page of any mode. */
export async function translateMmu(options: MmuOptions): Promise<void> {
  const host = await hostFrom(options.host);
  const compared = await compare(options, host);
  const { results, interactions, hints } = compared;
  const summary = mmuSummaryOf(options, compared);
  const { sentence } = summary;
  const drawn = options.json || options.html !== undefined;
  const sections = drawn ? mmuSections(compared) : [];
  if (options.html !== undefined) {
    const live = liveOf(options, host, compared);
    await writeAnswerPage(options.html, {
      ...{ title: translateWords.mmuPage(), summary, sections },
      ...(live ? { live } : {}),
    });
    note(terms.wrote({ html: options.html }));
  }
  if (!options.json) return printAnswer(sentence, [mmuFigure(results)]);
  printJson({
    input: { ...options, guestPage: compared.input.guestPage },
    sentence,
    summary,
    results,
    ...(interactions && { interactions }),
    ...(hints && { hints }),
    figures: figuresOf(sections),
  });
}
