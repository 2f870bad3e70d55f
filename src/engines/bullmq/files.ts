import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { badInput } from '../../errors.ts';
import type { InputFile } from '../engine.ts';
import { hashFile } from '../scenario-files.ts';
import type { Redis } from './redis.ts';

/** A larger file does not travel through Redis: workers have to see it where the coordinator does. */
export const MOST_SENT_BYTES = 256 * 2 ** 20;
const CHUNK_BYTES = 4 * 2 ** 20;
/** Chunks nobody asked for go after so long. */
const KEPT_SECONDS = 7 * 86_400;

const keyOf = (hash: string, part: number | 'size') => `virtcost:file:${hash}:${part}`;

/** Puts files into Redis by their content hash, in chunks; one that is there is kept longer. */
export async function sendFiles(redis: Redis, files: Iterable<InputFile>): Promise<void> {
  for (const { path, hash } of new Map([...files].map((file) => [file.hash, file])).values()) {
    const { size } = await stat(path);
    if (size > MOST_SENT_BYTES) continue;
    const parts = Math.ceil(size / CHUNK_BYTES);
    const file = await open(path);
    try {
      for (let part = 0; part < parts; part++) {
        if ((await redis.expire(keyOf(hash, part), KEPT_SECONDS)) === 1) continue;
        const from = part * CHUNK_BYTES;
        const chunk = Buffer.alloc(Math.min(CHUNK_BYTES, size - from));
        await file.read(chunk, 0, chunk.length, from);
        await redis.set(keyOf(hash, part), chunk, 'EX', KEPT_SECONDS);
      }
      await redis.set(keyOf(hash, 'size'), String(size), 'EX', KEPT_SECONDS);
    } finally {
      await file.close();
    }
  }
}

/** A file is in no place a worker can see: the coordinator sends it again, or says that it is too large to. */
export class MissingFile extends Error {}

/** Files of jobs on this host, by content hash: where the coordinator has them, or fetched once into a folder. */
export class WorkerFiles {
  private readonly places = new Map<string, Promise<string>>();
  private folder: string | undefined;
  private readonly redis: Redis;

  constructor(redis: Redis) {
    this.redis = redis;
  }

  /** A place of the file on this host; its content is checked once here, and by every reader as it reads. */
  async place(file: InputFile): Promise<InputFile> {
    const known = this.places.get(file.hash) ?? this.find(file);
    this.places.set(file.hash, known);
    try {
      return { path: await known, hash: file.hash };
    } catch (error) {
      this.places.delete(file.hash);
      throw error;
    }
  }

  private async find({ path, hash }: InputFile): Promise<string> {
    if ((await hashFile(path).catch(() => '')) === hash) return path;
    this.folder ??= await mkdtemp(join(tmpdir(), 'virtcost-worker-'));
    const own = join(this.folder, hash);
    const size = Number(await this.redis.get(keyOf(hash, 'size')));
    if (!(size > 0 && size <= MOST_SENT_BYTES)) throw new MissingFile(path);
    const file = await open(own, 'w');
    try {
      for (let part = 0; part < Math.ceil(size / CHUNK_BYTES); part++) {
        const chunk = await this.redis.getBuffer(keyOf(hash, part));
        if (!chunk) throw new MissingFile(path);
        await file.write(chunk);
      }
    } finally {
      await file.close();
    }
    if ((await hashFile(own)) === hash) return own;
    await rm(own, { force: true });
    const found = 'other bytes under its hash in Redis';
    throw badInput({ file: path, expected: `content ${hash}`, found });
  }

  async clear(): Promise<void> {
    if (this.folder) await rm(this.folder, { recursive: true, force: true });
  }
}
