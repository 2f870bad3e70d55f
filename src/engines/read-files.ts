import { num, present } from '../elements.ts';
import { openMemoryImage } from '../formats/memory-image/open.ts';
import { scanImages } from '../formats/memory-image/scan-images.ts';
import { KEY_BYTES } from '../kernels/dedup/index.ts';
import type { TaskInputs } from '../studies/study.ts';
import type { BlockTrace, ImagePages, TaskFile } from '../studies/task-file.ts';
import { readBlockTrace } from './block-trace.ts';
import type { InputFile, RunnableJob } from './engine.ts';
import { checkUnchanged, hashFile } from './scenario-files.ts';
import { traceWords } from './trace-words.ts';

/** What a thread read last of a kind, so that it is read once for all jobs the thread gets. */
class Kept<T> {
  private key = '';
  private value: Promise<T> | undefined;

  get(key: string, read: () => Promise<T>): Promise<T> {
    if (this.value === undefined || this.key !== key) {
      this.key = key;
      this.value = read();
    }
    return this.value;
  }
}

const images = new Kept<ImagePages>();
const traces = new Kept<BlockTrace>();

/** Keys of the pages of each image; the low half of the 128-bit key orders and identifies a page. */
async function imagePages(paths: readonly string[]): Promise<ImagePages> {
  const scan = await scanImages(paths.map(openMemoryImage), { workers: 1 });
  const words = new BigUint64Array(scan.keys.buffer, scan.keys.byteOffset, scan.keys.length / 8);
  const wordsPerKey = KEY_BYTES / 8;
  return {
    keys: scan.images.map(({ pages }, i) => {
      const first = num(scan.firstPage, i);
      return BigUint64Array.from({ length: pages }, (_, page) =>
        present(words[wordsPerKey * (first + page)]),
      );
    }),
  };
}

/** What was read of files, once they are known to be what the run began with. */
async function whole<T>(files: readonly InputFile[], reading: Promise<T>): Promise<T> {
  const read = await reading;
  for (const { path, hash } of files) checkUnchanged(path, hash, await hashFile(path));
  return read;
}

/** What is read of a file again, and at its end the certainty that it still is what the run began with. */
async function* unchanged<T>({ path, hash }: InputFile, batches: AsyncIterable<T>) {
  yield* batches;
  checkUnchanged(path, hash, await hashFile(path));
}

/** The files of a job as its study reads them. */
export function readersOf({
  task,
  files: found,
}: RunnableJob): Pick<TaskInputs, 'words' | 'images' | 'blockTrace'> {
  const files = task.files ?? [];
  const one = <Kind extends TaskFile['kind']>(kind: Kind) => {
    const first = files.find((file) => file.kind === kind);
    if (!first) throw new RangeError(`a task without a ${kind}`);
    return first as Extract<TaskFile, { kind: Kind }>;
  };
  const at = (name: string): InputFile => {
    const file = found[name];
    if (file === undefined) throw new RangeError(`a job without the path of ${name}`);
    return file;
  };
  return {
    words: async () => {
      const file = one('memory-trace');
      const { path, hash } = at(file.path);
      return traceWords(path, file, hash);
    },
    images: () => {
      const all = files.filter(({ kind }) => kind === 'memory-image').map(({ path }) => at(path));
      const paths = all.map(({ path }) => path);
      return images.get(JSON.stringify(all), () => whole(all, imagePages(paths)));
    },
    blockTrace: async () => {
      const { path, format, device } = one('block-trace');
      const file = at(path);
      const key = JSON.stringify([file, format, device]);
      const read = () => whole([file], readBlockTrace(file.path, { format, device }));
      const trace = await traces.get(key, read);
      return { ...trace, batches: () => unchanged(file, trace.batches()) };
    },
  };
}
