import { statSync } from 'node:fs';
import type { Command } from 'commander';
import { nth } from '../../elements.ts';
import { badInput, ExitCode, UserError } from '../../errors.ts';
import type { Figure } from '../../figure.ts';
import {
  type ChainExtent,
  closeChain,
  type DiskChain,
  openChain,
} from '../../formats/disk-image/chain.ts';
import { readableFormats } from '../../formats/disk-image/formats.ts';
import { type Inspection, inspectChain } from '../../formats/disk-image/inspect.ts';
import { blocksWords } from '../../messages/blocks.ts';
import { figuresOf } from '../../report/section.ts';
import { inspectionFigures } from '../../report/sections/disk-image.ts';
import { inspectSummary } from '../../report/summaries/blocks.ts';
import { printAnswer } from '../../terminal/answer.ts';
import { note, printJson } from '../../terminal/output.ts';
import { outputSettings } from '../../terminal/settings.ts';
import { examples } from '../examples.ts';
import { writeAnswerPage } from '../write-page.ts';
import { inspectionSentence } from './inspection-sentence.ts';
import { extentPicture, inspectSections } from './page.ts';

const FORMATS = readableFormats.join(', ');

interface Options {
  inputFormat?: string;
  map?: boolean;
  json?: boolean;
  html?: string;
}

/** `virtcost blocks inspect FILE`: a real image, read-only. */
export function inspect(blocks: Command): void {
  blocks
    .command('inspect')
    .addHelpText(
      'after',
      examples(
        'blocks inspect examples/guests/web-a.mem --input-format raw',
        'blocks inspect examples/guests/web-a.mem --input-format raw --map',
      ),
    )
    .description(
      'a real disk image (qcow2, VMDK, VDI, VHDX, VPC, raw): chain, map, snapshots, reclaimable space',
    )
    .argument('<file>', 'image file; its backing chain is followed')
    .option('--input-format <name>', `what the file is, in place of its first bytes: ${FORMATS}`)
    .option('--map', 'with every extent of the map')
    .option('--html <file>', 'write a page with the map as a picture')
    .option('--json', 'print one JSON document on standard output')
    .action(async (path: string, options: Options) => {
      if (options.map && outputSettings().format === 'markdown')
        throw new UserError(
          '--map: expected --format table, csv or json, found markdown: the map is written as it is walked.',
        );
      const chain = openChain(path, options.inputFormat);
      try {
        refuseCutOff(path, options.inputFormat, nth(chain.layers, 0).size);
        const cells = extentPicture(nth(chain.layers, 0).size);
        const drawn = options.html !== undefined || options.json === true;
        const onExtent = drawn ? (extent: ChainExtent) => cells.add(extent) : () => {};
        const figuresFor = (inspection: Inspection) =>
          figuresOf(inspectSections(path, inspection, cells));
        const inspection = options.map
          ? streamMap(path, chain, options.json === true, onExtent, figuresFor)
          : inspectChain(chain, onExtent);
        const sentence = inspectionSentence(inspection);
        if (!options.map && options.json) {
          const summary = inspectSummary(path, inspection, sentence);
          printJson({ sentence, summary, ...inspection, figures: figuresFor(inspection) });
        } else if (!options.map) printAnswer(sentence, inspectionFigures(inspection));
        if (options.html !== undefined) {
          const sections = inspectSections(path, inspection, cells);
          const summary = inspectSummary(path, inspection, sentence);
          await writeAnswerPage(options.html, {
            title: blocksWords.image({ path }),
            summary,
            sections,
          });
        }
        if (chain.missing) process.exitCode = ExitCode.partial;
      } finally {
        closeChain(chain);
      }
    });
}

/** Names of images that begin with a header, whatever they hold. */
const HEADED = /\.(qcow2?|vmdk|vdi|vhdx?|vpc)$/i;

/** An empty file is a raw disk of no size, as qemu-img takes it; one that by its name has a header was cut off. */
function refuseCutOff(path: string, format: string | undefined, bytes: number): void {
  const named = HEADED.exec(path)?.[1];
  if (bytes > 0 || format !== undefined || named === undefined) return;
  if (statSync(path).size > 0) return;
  throw badInput({
    file: path,
    expected: `the header of a ${named} image`,
    found: 'an empty file',
    hint: 'A copy that broke off leaves one: copy it again, or say --input-format raw.',
  });
}

/** The map can have millions of extents: it is written as it is walked. */
function streamMap(
  path: string,
  chain: DiskChain,
  json: boolean,
  onExtent: (extent: ChainExtent) => void,
  figuresFor: (inspection: Inspection) => Figure[],
): Inspection {
  let first = true;
  const write = (text: string) => process.stdout.write(text);
  const between = outputSettings().format === 'csv' ? ',' : '\t';
  if (json) write('{"map":[');
  else if (between === ',') write('start,length,depth,state,offset\n');
  const inspection = inspectChain(chain, (extent) => {
    onExtent(extent);
    const { start, length, depth, present, zero, data, offset } = extent;
    const fields = { start, length, depth, present, zero, data };
    const row = offset === -1 ? fields : { ...fields, offset };
    if (json) write(`${first ? '\n' : ',\n'}${JSON.stringify(row)}`);
    else write(`${[start, length, depth, stateIn(extent, between), offset].join(between)}\n`);
    first = false;
  });
  const sentence = inspectionSentence(inspection);
  if (!json) {
    note(sentence);
    return inspection;
  }
  const rest = {
    sentence,
    summary: inspectSummary(path, inspection, sentence),
    inspection: { sentence, ...inspection },
    figures: figuresFor(inspection),
  };
  write(`],\n${JSON.stringify(rest).slice(1)}\n`);
  return inspection;
}

/** A state of two words is quoted where a comma parts the cells. */
function stateIn(extent: ChainExtent, between: string): string {
  const word = wordOf(extent);
  return between === ',' && word.includes(',') ? `"${word}"` : word;
}

function wordOf({ data, zero }: ChainExtent): string {
  if (data) return zero ? 'data, zero' : 'data';
  return zero ? 'zero' : 'unknown';
}
