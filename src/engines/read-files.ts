import { openMemoryImage } from '../formats/memory-image/open.ts';
import { scanImages } from '../formats/memory-image/scan-images.ts';
import { KEY_BYTES } from '../kernels/dedup/index.ts';
import type { TaskInputs } from '../studies/study.ts';
import type { BlockTrace, ImagePages, TaskFile } from '../studies/task-file.ts';
import { readBlockTrace } from './block-trace.ts';
import type { RunnableJob } from './engine.ts';
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
      const first = scan.firstPage[i]!;
      return BigUint64Array.from(
        { length: pages },
        (_, page) => words[wordsPerKey * (first + page)]!,
      );
    }),
  };
}

/** The files of a job as its study reads them. */
export function readersOf({
  task,
  paths,
}: RunnableJob): Pick<TaskInputs, 'words' | 'images' | 'blockTrace'> {
  const files = task.files ?? [];
  const one = <Kind extends TaskFile['kind']>(kind: Kind) => {
    const found = files.find((file) => file.kind === kind);
    if (!found) throw new RangeError(`a task without a ${kind}`);
    return found as Extract<TaskFile, { kind: Kind }>;
  };
  const at = (name: string): string => {
    const path = paths[name];
    if (path === undefined) throw new RangeError(`a job without the path of ${name}`);
    return path;
  };
  return {
    words: async () => {
      const file = one('memory-trace');
      return traceWords(at(file.path), file);
    },
    images: () => {
      const all = files.filter(({ kind }) => kind === 'memory-image').map(({ path }) => at(path));
      return images.get(JSON.stringify(all), () => imagePages(all));
    },
    blockTrace: async () => {
      const { path, format, device } = one('block-trace');
      const key = JSON.stringify([at(path), format, device]);
      return traces.get(key, () => readBlockTrace(at(path), { format, device }));
    },
  };
}
