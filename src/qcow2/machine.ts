import { commit } from './commit.ts';
import { discard } from './discard.ts';
import { HostIo } from './host-io.ts';
import { createImage, type Image, openAfresh, SECTOR } from './image.ts';
import type { BatchOp, Op } from './op.ts';
import { readDisk } from './read.ts';
import { rebase, rebaseUnsafe } from './rebase.ts';
import { resize } from './resize.ts';
import { createSnapshot, deleteSnapshot, revertSnapshot } from './snapshots.ts';
import { write } from './write.ts';
import { zero } from './zero.ts';

/** A folder of images on which operations run one after the other, each as a process of its own. */
export class Machine {
  readonly images = new Map<string, Image>();

  image(name: string): Image {
    const image = this.images.get(name);
    if (!image) throw new RangeError(`there is no image "${name}"`);
    return image;
  }

  /** Runs one operation on freshly opened images and returns its host data I/O. */
  run(op: Op): HostIo {
    const io = new HostIo();
    if (op[0] === 'create') {
      this.put(createImage(op[1], op[2], op[3], op[4] === 1, null));
      return io;
    }
    if (op[0] === 'overlay') {
      this.put(createImage(op[1], op[3], op[4], op[5] === 1, this.image(op[2])));
      return io;
    }
    const image = this.image(op[1]);
    openAfresh(image);
    for (const inner of op[0] === 'batch' ? op[2] : []) checkRange(image, inner[1], inner[2]);
    if (op[0] === 'write' || op[0] === 'zero' || op[0] === 'discard' || op[0] === 'read') {
      checkRange(image, op[2], op[3]);
    }
    switch (op[0]) {
      case 'batch':
        for (const inner of op[2]) access(image, inner, io);
        break;
      case 'snap':
        createSnapshot(image, op[2]);
        break;
      case 'revert':
        revertSnapshot(image, op[2]);
        break;
      case 'delsnap':
        deleteSnapshot(image, op[2]);
        break;
      case 'commit':
        commit(image, io);
        break;
      case 'rebase':
        rebase(image, this.newBacking(image, op[2]), io);
        break;
      case 'rebase_u':
        rebaseUnsafe(image, this.newBacking(image, op[2]));
        break;
      case 'resize':
        resize(image, op[2], io);
        break;
      case 'write':
        access(image, ['write', op[2], op[3], op[4]], io);
        break;
      case 'zero':
        access(image, ['zero', op[2], op[3], op[4]], io);
        break;
      case 'discard':
        access(image, ['discard', op[2], op[3]], io);
        break;
      case 'read':
        access(image, ['read', op[2], op[3]], io);
        break;
    }
    return io;
  }

  /** The image a rebase points at; null for no backing file. A chain never meets itself. */
  private newBacking(image: Image, name: string): Image | null {
    if (name === '') return null;
    const backing = this.image(name);
    refuseLoop(image, backing);
    return backing;
  }

  /** A new file under a name; images that had the old file below them see the new one. */
  private put(image: Image): void {
    const old = this.images.get(image.name);
    if (old) refuseLoop(old, image.backing);
    for (const other of this.images.values())
      if (old && other.backing === old) other.backing = image;
    this.images.set(image.name, image);
  }
}

function refuseLoop(image: Image, backing: Image | null): void {
  for (let layer = backing; layer; layer = layer.backing) {
    if (layer === image) throw new RangeError(`the chain of image ${image.name} meets itself`);
  }
}

function checkRange(image: Image, offset: number, bytes: number): void {
  if (offset + bytes <= image.size) return;
  throw new RangeError(
    `image ${image.name} ends at ${image.size}, before byte ${offset + bytes} of the operation`,
  );
}

function access(image: Image, op: BatchOp, io: HostIo): void {
  switch (op[0]) {
    case 'write':
      write(image, op[1], new Uint8Array(op[2] / SECTOR).fill(op[3]), io);
      break;
    case 'zero':
      zero(image, op[1], op[2], op[3] === 1, io);
      break;
    case 'discard':
      discard(image, op[1], op[2]);
      break;
    case 'read':
      readDisk(image, op[1], op[2], io);
      break;
  }
}
