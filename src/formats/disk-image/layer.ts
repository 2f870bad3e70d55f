import type { ByteSource } from '../byte-source.ts';
import { fileMap } from '../file-map.ts';

/** What a status query of one disk finds: a run of one kind, contiguous in its file. */
export interface DiskRun {
  bytes: number;
  /** Found in this layer; otherwise a read looks below. */
  present: boolean;
  data: boolean;
  zero: boolean;
  /** Offset in the file, or -1. */
  host: number;
  /** Which of the files of the layer, where there are several. */
  source?: number;
}

/** What the image says lies below it. */
export interface BackingReference {
  /** As it stands in the image. */
  name: string;
  /** The local file; null where the name means anything else, and `refusal` says what. */
  path: string | null;
  format: string | null;
  refusal?: string;
  /** Window of a raw file. */
  offset?: number;
  size?: number;
  /** In place of what the file says lies below it; null: nothing. */
  backing?: BackingReference | null;
}

/** A disk of a chain. */
export interface DiskLayer {
  readonly format: string;
  /** Bytes of the virtual disk. */
  readonly size: number;
  readonly file: ByteSource;
  readonly backing: BackingReference | null;
  /** What only this format has, by name. */
  facts(): Record<string, string | number | boolean>;
  /** The run at `offset`, of `bytes` at most. */
  status(offset: number, bytes: number): DiskRun;
  close(): void;
}

/** Adds what the file itself says of a run of data: a hole reads as zero. */
export function throughHoles(run: DiskRun, file: ByteSource): DiskRun {
  const piece = fileMap(file).at(run.host);
  const bytes = Math.min(run.bytes, piece.end - run.host);
  return { ...run, bytes, zero: run.zero || !piece.data };
}
