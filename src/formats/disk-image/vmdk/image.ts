import { dirname, isAbsolute, resolve } from 'node:path';
import { nth, num } from '../../../elements.ts';
import { badInput } from '../../../errors.ts';
import { type ByteSource, openByteSource } from '../../byte-source.ts';
import { localBacking } from '../backing.ts';
import { ascii } from '../bytes.ts';
import type { BackingReference, DiskLayer, DiskRun } from '../layer.ts';
import {
  type Descriptor,
  type ExtentLine,
  isDescriptorText,
  MAX_DESCRIPTOR_BYTES,
  parseDescriptor,
  parseExtents,
} from './descriptor.ts';
import { FlatExtent, type VmdkExtent } from './extent.ts';
import { SparseExtent } from './sparse-extent.ts';
import { COWD_MAGIC, readCowdHeader, readSparseHeader, SPARSE_MAGIC } from './sparse-header.ts';

/** A VMware disk: one sparse file with its descriptor, or a descriptor and the files it names. */
export class VmdkImage implements DiskLayer {
  readonly format = 'vmdk';
  readonly file: ByteSource;
  readonly size: number;
  readonly backing: BackingReference | null;
  private readonly descriptor: Descriptor | null;
  private readonly extents: VmdkExtent[] = [];
  /** Where each extent ends on the disk. */
  private readonly ends: number[] = [];
  private last = 0;

  constructor(file: ByteSource) {
    this.file = file;
    try {
      this.descriptor = this.openExtents();
    } catch (error) {
      this.closeExtents();
      throw error;
    }
    let end = 0;
    for (const extent of this.extents) {
      end += extent.bytes;
      this.ends.push(end);
    }
    this.size = end;
    const parent = this.descriptor?.parentName ?? null;
    this.backing = parent === null ? null : localBacking(parent, 'vmdk', file.path);
  }

  /** Opens what the disk is made of; a sparse extent alone has its descriptor inside, if any. */
  private openExtents(): Descriptor | null {
    const { file, extents } = this;
    const magic = magicOf(file);
    if (magic === COWD_MAGIC) {
      extents.push(new SparseExtent(file, readCowdHeader(file)));
      return null;
    }
    if (magic !== SPARSE_MAGIC) return this.openDescribed(0, file.size);
    const head = new DataView(file.read(0, 512).buffer);
    const capacity = head.getBigUint64(12, true);
    const descriptorAt = Number(head.getBigUint64(28, true)) * 512;
    // A header without a disk of its own only carries the descriptor.
    if (capacity === 0n && descriptorAt > 0) return this.openDescribed(descriptorAt, file.size);
    const header = readSparseHeader(file);
    extents.push(new SparseExtent(file, header));
    const bytes = Math.min(header.descriptorBytes, MAX_DESCRIPTOR_BYTES);
    if (header.descriptorAt === 0 || header.descriptorAt + bytes > file.size) return null;
    return parseDescriptor(textAt(file, header.descriptorAt, bytes));
  }

  private openDescribed(at: number, bytes: number): Descriptor {
    const { file, extents } = this;
    const text = textAt(file, at, Math.min(bytes, MAX_DESCRIPTOR_BYTES));
    if (!isDescriptorText(text)) {
      const expected = 'a VMDK descriptor ("# Disk DescriptorFile")';
      throw badInput({ file: file.path, offset: at, expected, found: 'other bytes' });
    }
    for (const line of parseExtents(text, file.path)) extents.push(openExtent(line, file.path));
    return parseDescriptor(text);
  }

  facts() {
    const { descriptor, extents } = this;
    return {
      createType: descriptor?.createType ?? 'unknown',
      ...(descriptor?.cid ? { cid: descriptor.cid } : {}),
      ...(descriptor?.parentCid ? { parentCid: descriptor.parentCid } : {}),
      extents: extents.length,
      ...nth(extents, 0).facts(),
    };
  }

  status(offset: number, bytes: number): DiskRun {
    const i = this.extentOf(offset);
    const start = i === 0 ? 0 : num(this.ends, i - 1);
    const run = nth(this.extents, i).status(
      offset - start,
      Math.min(bytes, num(this.ends, i) - offset),
    );
    run.source = i;
    return run;
  }

  private extentOf(offset: number): number {
    let i = this.last;
    if (i > 0 && offset < num(this.ends, i - 1)) i = 0;
    while (offset >= num(this.ends, i)) i++;
    this.last = i;
    return i;
  }

  private closeExtents(): void {
    for (const extent of this.extents) if (extent.file !== this.file) extent.file.close();
  }

  close(): void {
    this.closeExtents();
    this.file.close();
  }
}

function magicOf(file: ByteSource): string {
  return ascii(new DataView(file.read(0, 4).buffer), 0, 4);
}

/** Text up to the first zero byte. */
function textAt(file: ByteSource, at: number, bytes: number): string {
  const text = new TextDecoder('latin1').decode(file.read(at, Math.max(0, bytes)));
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}

/** Only regular local files are opened; names are relative to the descriptor. */
function openExtent(line: ExtentLine, descriptor: string): VmdkExtent {
  const path = isAbsolute(line.name) ? line.name : resolve(dirname(descriptor), line.name);
  const file = openByteSource(path);
  try {
    const flat = line.type === 'FLAT' || line.type === 'VMFS';
    if (flat) return new FlatExtent(file, line.sectors * 512, line.firstSector * 512);
    const magic = magicOf(file);
    if (magic === COWD_MAGIC) return new SparseExtent(file, readCowdHeader(file));
    if (magic === SPARSE_MAGIC) return new SparseExtent(file, readSparseHeader(file));
    throw badInput({
      file: path,
      offset: 0,
      expected: `a sparse VMDK extent (${SPARSE_MAGIC} or ${COWD_MAGIC})`,
      found: 'other bytes',
    });
  } catch (error) {
    file.close();
    throw error;
  }
}
