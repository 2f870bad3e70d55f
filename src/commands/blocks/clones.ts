import type { Command } from 'commander';
import { UserError } from '../../errors.ts';
import { formatBytes, percentText } from '../../format.ts';
import { blockAnswerWords } from '../../messages/blocks-answers.ts';
import { bootStorm } from '../../model/blocks/clones.ts';
import { tableFigure } from '../../report/section.ts';
import { printAnswer } from '../../terminal/answer.ts';
import { printJson } from '../../terminal/output.ts';
import { examples } from '../examples.ts';
import { bytesOf, countOf } from '../options.ts';

interface Flags {
  clones: number;
  base: number;
  read: number;
  write: number;
  cluster: number;
  extended?: boolean;
  seed: number;
  json?: boolean;
}

/** `virtcost blocks clones`: linked clones of one base that boot at once. */
export function clones(blocks: Command): void {
  blocks
    .command('clones')
    .addHelpText(
      'after',
      examples(
        'blocks clones --clones 50 --base 1GiB',
        'blocks clones --clones 20 --base 1GiB --read 32MiB --extended',
      ),
    )
    .description('a boot storm of linked clones: reads of the base, copies and space, exact')
    .option('--clones <n>', 'linked clones', (text) => countOf(text, 1), 1000)
    .option('--base <size>', 'base image, full of data', bytesOf, 2 ** 33)
    .option('--read <size>', 'bytes a boot reads', bytesOf, 64 * 2 ** 20)
    .option('--write <size>', 'bytes a boot writes, 4 KiB at a time', bytesOf, 2 ** 20)
    .option('--cluster <size>', 'cluster size of the clones', bytesOf, 65536)
    .option('--extended', 'extended L2 (subclusters)')
    .option('--seed <n>', 'seed of the places touched', (text) => countOf(text), 1)
    .option('--json', 'print one JSON document on standard output')
    .action((flags: Flags) => {
      const result = storm(flags);
      const sentence = blockAnswerWords.clones({
        n: flags.clones,
        read: result.baseReadBytes,
        cached: result.baseReadBytesCachedOnce,
        space: result.cloneBytes,
        full: result.fullCopyBytes,
      });
      const figures = [tableFigure('clones-boot', blockAnswerWords.clonesTable(), rowsOf(result))];
      if (flags.json) printJson({ ...result, sentence, figures });
      else printAnswer(sentence, figures);
    });
}

const rowsOf = (result: ReturnType<typeof storm>) => [
  { what: 'read by all guests', value: formatBytes(result.guestReadBytes) },
  { what: 'read from the base', value: formatBytes(result.baseReadBytes) },
  { what: 'with the base cached once', value: formatBytes(result.baseReadBytesCachedOnce) },
  { what: 'written by the host', value: formatBytes(result.writtenBytes) },
  { what: 'read to fill up clusters', value: formatBytes(result.copyReadBytes) },
  { what: 'space of the clones', value: formatBytes(result.cloneBytes) },
  { what: 'of it metadata', value: percentText(result.metadataShare) },
  { what: 'space of full copies', value: formatBytes(result.fullCopyBytes) },
  { what: 'layers asked', value: result.lookups },
];

function storm(flags: Flags) {
  const { clones: count, base, read, write, cluster, extended = false, seed } = flags;
  const clusterBits = Math.log2(cluster);
  if (!Number.isInteger(clusterBits) || clusterBits < (extended ? 14 : 9) || clusterBits > 21) {
    throw new UserError('expected --cluster to be a power of two, 512 (extended L2: 16K) to 2M.');
  }
  if (base < cluster || base % 512 !== 0) {
    throw new UserError('expected --base to be a multiple of 512 and at least a cluster.');
  }
  try {
    return bootStorm({
      clones: count,
      clusterSize: cluster,
      extended,
      baseBytes: base,
      bootReadBytes: read,
      bootWriteBytes: write,
      seed,
    });
  } catch (error) {
    if (error instanceof RangeError) throw new UserError(`${error.message}; fewer clones fit.`);
    throw error;
  }
}
