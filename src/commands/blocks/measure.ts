import type { Command } from 'commander';
import { nth, present } from '../../elements.ts';
import { printable, UserError } from '../../errors.ts';
import type { Figure } from '../../figure.ts';
import { formatBytes } from '../../format.ts';
import { closeChain, openChain } from '../../formats/disk-image/chain.ts';
import { readableFormats } from '../../formats/disk-image/formats.ts';
import { measuredSource } from '../../formats/disk-image/measure.ts';
import type { Text } from '../../message.ts';
import { blockAnswerWords as words } from '../../messages/blocks-answers.ts';
import { luksPayloadOffset } from '../../model/blocks/measure/luks.ts';
import {
  largestDisk,
  type Measure,
  type MeasuredSource,
  measureQcow2,
} from '../../model/blocks/measure/qcow2.ts';
import { tableFigure } from '../../report/section.ts';
import { printAnswer } from '../../terminal/answer.ts';
import { printJson } from '../../terminal/output.ts';
import { examples } from '../examples.ts';
import { bytesOf, oneOf } from '../options.ts';
import { checkKnown, luksTarget, parseOptions, qcow2Target } from './measure-options.ts';

const FORMATS = readableFormats.join(', ');
const TARGETS = ['qcow2', 'raw', 'luks'] as const;
type Target = (typeof TARGETS)[number];

interface Flags {
  to: Target;
  option: string[];
  size?: number;
  inputFormat?: string;
  json?: boolean;
}

/** `virtcost blocks measure [FILE]`: what a conversion, or a new image, needs. */
export function measure(blocks: Command): void {
  blocks
    .command('measure')
    .addHelpText(
      'after',
      examples(
        'blocks measure --size 40GiB',
        'blocks measure --size 1TiB --option cluster_size=2M',
      ),
    )
    .description('bytes a conversion or a new image needs, as qemu-img measure says')
    .argument('[file]', 'image to convert; its backing chain is followed')
    .option('--input-format <name>', `what the file is, in place of its first bytes: ${FORMATS}`)
    .option('--size <size>', 'size of a new, empty disk instead of a file', bytesOf)
    .option('-O, --to <format>', `what it becomes: ${TARGETS.join(', ')}`, oneOf(TARGETS), 'qcow2')
    .option(
      '-o, --option <key=value>',
      'options of the new image, as of qemu-img create (may be given again)',
      (text: string, before: string[]) => [...before, text],
      [] as string[],
    )
    .option('--json', 'print one JSON document on standard output')
    .action((file: string | undefined, flags: Flags) => {
      if ((file === undefined) === (flags.size === undefined)) {
        throw new UserError('expected a file to convert or a --size, one of the two.');
      }
      show(answerOf(file, flags), flags.json === true);
    });
}

interface Answer extends Measure {
  sentence: Text;
  to: Target;
  /** Guest data that goes to the data file instead; counted above, as qemu-img does. */
  inDataFile: number | null;
}

function answerOf(file: string | undefined, flags: Flags): Answer {
  const options = parseOptions(flags.option);
  const what = file === undefined ? words.newDisk({ size: present(flags.size) }) : printable(file);
  const done = (found: Measure, inDataFile: number | null = null): Answer => {
    const { required, fullyAllocated } = found;
    const sentence = words.needs({ what, required, format: flags.to, most: fullyAllocated });
    return { sentence, to: flags.to, ...found, inDataFile };
  };
  const sized = (bytes: number): Measure => ({
    required: bytes,
    fullyAllocated: bytes,
    bitmaps: null,
  });
  if (flags.to === 'raw') {
    checkKnown(options, ['preallocation', 'nocow', 'extent_size_hint'], 'raw');
    const { size } = sourceOf(file, flags, null);
    return done(sized(Math.ceil(size / 512) * 512));
  }
  if (flags.to === 'luks') {
    const offset = luksPayloadOffset(luksTarget(options));
    return done(sized(offset + sourceOf(file, flags, null).size));
  }
  const target = qcow2Target(options);
  const source = sourceOf(file, flags, target.clusterSize);
  if (source.size > largestDisk(target)) {
    const largest = formatBytes(largestDisk(target));
    throw new UserError(
      `expected a disk of at most ${largest} with this cluster_size, found ${formatBytes(source.size)}: take a larger cluster_size.`,
    );
  }
  const found = measureQcow2(
    { ...target, backingFile: target.backingFile && file !== undefined },
    source,
  );
  const { clusterSize } = target;
  const disk = Math.ceil(source.size / clusterSize) * clusterSize;
  const data = found.required - (found.fullyAllocated - disk);
  return done(found, target.dataFile ? data : null);
}

/** The disk to convert; of a size alone nothing is data. Without a cluster size only its size is looked at. */
function sourceOf(
  file: string | undefined,
  { size, inputFormat }: Flags,
  clusterSize: number | null,
): MeasuredSource {
  if (file === undefined) return { size: present(size), dataBytes: 0, bitmaps: null };
  const chain = openChain(file, inputFormat);
  try {
    if (clusterSize !== null) return measuredSource(chain, clusterSize);
    return { size: nth(chain.layers, 0).size, dataBytes: 0, bitmaps: null };
  } finally {
    closeChain(chain);
  }
}

function show(answer: Answer, json: boolean): void {
  const { sentence, to, required, fullyAllocated, bitmaps, inDataFile } = answer;
  const figures = [figureOf(answer)];
  if (!json) {
    printAnswer(sentence, figures);
    return;
  }
  // The names are those of qemu-img measure --output=json.
  printJson({
    sentence,
    to,
    required,
    'fully-allocated': fullyAllocated,
    ...(bitmaps === null ? {} : { bitmaps }),
    ...(inDataFile === null ? {} : { 'in-data-file': inDataFile }),
    figures,
  });
}

function figureOf({ to, required, fullyAllocated, bitmaps, inDataFile }: Answer): Figure {
  const rows: [string, number | null][] = [
    ['required', required],
    ['fully allocated', fullyAllocated],
    ['more for the bitmaps', bitmaps],
    ['of it in the data file', inDataFile],
  ];
  return tableFigure(
    'image-measure',
    words.bytesOf({ format: to }),
    rows
      .filter((row): row is [string, number] => row[1] !== null)
      .map(([what, bytes]) => ({ what, bytes, size: formatBytes(bytes) })),
  );
}
