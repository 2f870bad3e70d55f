import { type Progress, startProgress } from './progress.ts';

/** Parts of an answer, all declared before the first is made: progress knows how many there are, nobody counts them. */
export class Parts {
  private count = 0;
  private progress: Progress | undefined;

  /** Declares a part; what it gives back makes it, once however often it is asked. */
  part<T>(make: () => T | Promise<T>): () => Promise<T> {
    this.count++;
    let made: Promise<T> | undefined;
    return () => {
      made ??= this.made(make);
      return made;
    };
  }

  private async made<T>(make: () => T | Promise<T>): Promise<T> {
    const value = await make();
    this.progress?.step();
    return value;
  }

  /** Makes the answer of its parts with progress on standard error, which goes away whatever happens. */
  async shown<T>(label: string, answer: () => Promise<T>, start = startProgress): Promise<T> {
    this.progress = start(label, this.count);
    try {
      return await answer();
    } finally {
      this.progress.finish();
    }
  }
}
