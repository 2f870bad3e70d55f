import type { BatchOp, Op } from '../../src/qcow2/index.ts';
import { Rng } from '../../src/rng.ts';

const SECTOR = 512;
const KIB = 1024;
const MIB = 1024 * KIB;

const shapes: readonly [cluster: number, extended: 0 | 1, size: number][] = [
  [512, 0, 1 * MIB],
  [4 * KIB, 0, 16 * MIB],
  [16 * KIB, 0, 32 * MIB],
  [16 * KIB, 1, 32 * MIB],
  [64 * KIB, 0, 64 * MIB],
  [64 * KIB, 1, 64 * MIB],
  [256 * KIB, 0, 64 * MIB],
  [1 * MIB, 0, 128 * MIB],
  [2 * MIB, 0, 128 * MIB],
  [2 * MIB, 1, 128 * MIB],
];

interface Disk {
  name: string;
  size: number;
  cluster: number;
  backing: string | null;
  snapshots: { name: string; size: number }[];
}

/** A seeded random operation sequence in the op language, valid for the driver at every step. */
export class RandomSequence {
  readonly ops: Op[] = [];
  private readonly rng: Rng;
  private readonly without: readonly Op[0][];
  private readonly disks: Disk[] = [];
  private pattern = 0;
  private snapshots = 0;

  constructor(seed: number, steps: number, without: readonly Op[0][] = []) {
    this.rng = new Rng(seed);
    this.without = without;
    this.create();
    while (this.ops.length < steps) this.step();
  }

  private below(bound: number): number {
    return this.rng.nextBelow(bound);
  }

  private pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  private shape() {
    const [cluster, extended, size] = this.pick(shapes);
    const odd = this.below(4) === 0 ? this.below(64) * SECTOR : 0;
    return { cluster, extended, size: size - odd };
  }

  private create(): void {
    const { cluster, extended, size } = this.shape();
    this.disks.push({ name: 'b0', size, cluster, backing: null, snapshots: [] });
    this.ops.push(['create', 'b0', size, cluster, extended]);
  }

  private overlay(): void {
    const below = this.pick(this.disks);
    const { cluster, extended, size: other } = this.shape();
    const size = this.below(3) === 0 ? other : below.size;
    const name = `b${this.disks.length}`;
    this.disks.push({ name, size, cluster, backing: below.name, snapshots: [] });
    this.ops.push(['overlay', name, below.name, size, cluster, extended]);
  }

  /** Disks nobody builds on: the driver lets them change without hurting a layer above. */
  private leaf(): Disk {
    return this.pick(
      this.disks.filter((disk) => !this.disks.some((other) => other.backing === disk.name)),
    );
  }

  private range(disk: Disk): [offset: number, length: number] {
    const { cluster, size } = disk;
    const hot = Math.min(size, cluster * 24);
    const zone = this.below(3) === 0 ? size : hot;
    const unit = this.pick([SECTOR, 4 * KIB, cluster, cluster]);
    const offset = Math.min(size - SECTOR, Math.floor((this.rng.nextUnit() * zone) / unit) * unit);
    const lengths = [SECTOR, 4 * KIB, 12 * KIB, cluster, cluster * 3, cluster * 2 + SECTOR * 5];
    const length = Math.min(size - offset, 4 * MIB, this.pick(lengths));
    return [offset, length];
  }

  private access(disk: Disk): BatchOp {
    const [offset, length] = this.range(disk);
    const kind = this.below(20);
    if (kind < 11) return ['write', offset, length, (this.pattern++ % 255) + 1];
    if (kind < 15) return ['zero', offset, length, this.below(2) as 0 | 1];
    if (kind < 18) return ['discard', offset, length];
    return ['read', offset, length];
  }

  private step(): void {
    const disk = this.leaf();
    const kind = this.below(40);
    if (kind < 20) {
      const [op, ...rest] = this.access(disk);
      this.ops.push([op, disk.name, ...rest] as unknown as Op);
    } else if (kind < 26) {
      const accesses = Array.from({ length: 2 + this.below(5) }, () => this.access(disk));
      this.ops.push(['batch', disk.name, accesses]);
    } else if (kind < 29) {
      if (this.disks.length < 9) this.overlay();
    } else if (kind < 35) {
      this.snapshotStep(disk, this.below(3));
    } else if (kind < 36) {
      disk.size += (1 + this.below(64)) * disk.cluster * 8;
      this.ops.push(['resize', disk.name, disk.size]);
    } else {
      this.chainStep(disk, kind);
    }
  }

  private snapshotStep(disk: Disk, kind: number): void {
    if (kind === 0 || disk.snapshots.length === 0) {
      const name = `s${this.snapshots++}`;
      disk.snapshots.push({ name, size: disk.size });
      this.ops.push(['snap', disk.name, name]);
    } else if (kind === 1) {
      const { name, size } = this.pick(disk.snapshots);
      disk.size = size;
      this.ops.push(['revert', disk.name, name]);
    } else {
      const [gone] = disk.snapshots.splice(this.below(disk.snapshots.length), 1);
      this.ops.push(['delsnap', disk.name, gone!.name]);
    }
  }

  private chainStep(disk: Disk, kind: number): void {
    if (disk.backing === null) return;
    const below = this.disks.find((other) => other.name === disk.backing)!;
    if (kind === 36) {
      below.size = Math.max(below.size, disk.size);
      this.ops.push(['commit', disk.name]);
    } else if (kind < 39) {
      if (this.without.includes('rebase')) return;
      const roots = this.disks.filter((other) => other !== disk && !this.above(other, disk));
      const target = this.below(3) === 0 ? '' : this.pick(roots).name;
      this.ops.push(['rebase', disk.name, target]);
      disk.backing = target === '' ? null : target;
    } else {
      this.ops.push(['rebase_u', disk.name, below.backing ?? '']);
      disk.backing = below.backing;
    }
  }

  /** Whether `disk` has `base` below it. */
  private above(disk: Disk, base: Disk): boolean {
    for (let name = disk.backing; name; ) {
      if (name === base.name) return true;
      name = this.disks.find((other) => other.name === name)!.backing;
    }
    return false;
  }
}
