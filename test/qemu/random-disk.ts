import { execFileSync } from 'node:child_process';
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Rng } from '../../src/rng.ts';

const KIB = 1024;
const MIB = 1024 * KIB;
const SECRET = ['--object', 'secret,id=key,data=abc'];

/** A disk image made by the real tools. */
export interface RandomDisk {
  kind: string;
  path: string;
  /** In place of the path, for tools that need a key. */
  arguments: string[];
  /** Bytes of the disk that were written, as [offset, length]. */
  written: [number, number][];
}

/** Every kind of image drawn; the name of a kind is the first word of its options. */
export const diskKinds = [
  'raw',
  'raw-odd',
  'vmdk monolithicSparse',
  'vmdk monolithicFlat',
  'vmdk twoGbMaxExtentSparse',
  'vmdk twoGbMaxExtentFlat',
  'vmdk streamOptimized',
  'vmdk-overlay',
  'vdi dynamic',
  'vdi static',
  'vhdx dynamic',
  'vhdx fixed',
  'vpc dynamic',
  'vpc fixed',
  'qcow2',
  'qcow2-v2',
  'qcow2-preallocated',
  'qcow2-compressed',
  'qcow2-luks',
  'qcow2-data-file',
  'qcow2-data-file-raw',
  'qcow2-overlay',
  'qcow2-bitmaps',
] as const;
export type DiskKind = (typeof diskKinds)[number];

/** Draws images of a kind into a folder. */
export class DiskMaker {
  private readonly folder: string;
  private readonly rng: Rng;
  private files = 0;

  constructor(folder: string, rng: Rng) {
    this.folder = folder;
    this.rng = rng;
  }

  make(kind: DiskKind): RandomDisk {
    const size = this.size(kind);
    const [format, subformat] = kind.split(' ') as [string, string | undefined];
    const path = this.name(format.split('-')[0]!);
    const disk: RandomDisk = { kind, path, arguments: [path], written: [] };
    switch (format) {
      case 'raw':
      case 'raw-odd':
        writeFileSync(path, '');
        truncateSync(path, size);
        this.write(disk, Math.floor(size / 512) * 512, ['-f', 'raw']);
        if (format === 'raw-odd') truncateSync(path, size);
        break;
      case 'vmdk':
        this.vmdk(disk, subformat!, size);
        break;
      case 'vmdk-overlay':
        this.overlay(disk, this.make('vmdk monolithicSparse'), 'vmdk', []);
        break;
      case 'vdi':
        this.create(disk, 'vdi', [`static=${subformat === 'static' ? 'on' : 'off'}`], size);
        break;
      case 'vhdx':
        this.vhdx(disk, subformat!, size);
        break;
      case 'vpc':
        this.create(disk, 'vpc', [`subformat=${subformat}`, `force_size=${this.onOff()}`], size);
        break;
      default:
        this.qcow2(disk, format, size);
    }
    return disk;
  }

  private below(bound: number): number {
    return this.rng.nextBelow(bound);
  }

  private pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  private onOff(): string {
    return this.pick(['on', 'off']);
  }

  private name(extension: string): string {
    return join(this.folder, `disk${this.files++}.${extension}`);
  }

  private size(kind: DiskKind): number {
    // Split images need more than the 2 GiB of a file.
    const most = kind.includes('twoGb') ? 5 * 1024 : 80;
    const bytes = (1 + this.below(most)) * MIB - this.below(3) * 512 * this.below(100);
    return kind === 'raw-odd' ? bytes - 1 - this.below(511) : Math.max(64 * KIB, bytes);
  }

  private vmdk(disk: RandomDisk, subformat: string, size: number): void {
    const options = [`subformat=${subformat}`, `adapter_type=${this.pick(['ide', 'lsilogic'])}`];
    if (subformat === 'streamOptimized') {
      const source = this.make('raw');
      run('qemu-img', 'convert', '-O', 'vmdk', '-o', options.join(), source.path, disk.path);
      return;
    }
    if (subformat.endsWith('Sparse')) options.push(`zeroed_grain=${this.onOff()}`);
    this.create(disk, 'vmdk', options, size);
  }

  private vhdx(disk: RandomDisk, subformat: string, size: number): void {
    const blocks = this.pick([1, 2, 8, 32, 64]) * MIB;
    const options = [`subformat=${subformat}`, `block_size=${blocks}`, 'log_size=1M'];
    this.create(disk, 'vhdx', options, size);
  }

  private qcow2(disk: RandomDisk, kind: string, size: number): void {
    const options = this.qcow2Options(kind);
    if (kind === 'qcow2-compressed') {
      const source = this.make('raw');
      const all = [...options, 'compression_type=zlib'].join();
      run('qemu-img', 'convert', '-c', '-O', 'qcow2', '-o', all, source.path, disk.path);
      this.write(disk, 64 * KIB, ['-f', 'qcow2']);
    } else if (kind === 'qcow2-overlay') {
      const base = this.pick(['raw', 'vmdk monolithicSparse', 'vdi dynamic', 'qcow2'] as const);
      this.overlay(disk, this.make(base), 'qcow2', options);
    } else if (kind === 'qcow2-luks') {
      options.push('encrypt.format=luks', 'encrypt.key-secret=key', 'encrypt.iter-time=10');
      const opened = `driver=qcow2,file.filename=${disk.path},encrypt.key-secret=key`;
      disk.arguments = [...SECRET, '--image-opts', opened];
      this.create(disk, 'qcow2', options, size);
    } else {
      this.create(disk, 'qcow2', options, size);
    }
    if (kind === 'qcow2') this.snapshot(disk, size);
    if (kind === 'qcow2-bitmaps') this.bitmaps(disk);
  }

  private qcow2Options(kind: string): string[] {
    const cluster = 512 * 2 ** this.below(13);
    const options = [`cluster_size=${cluster}`];
    if (kind === 'qcow2-v2') return [...options, 'compat=0.10'];
    const whole = kind === 'qcow2-data-file' || kind === 'qcow2-data-file-raw';
    if (cluster >= 16384 && !whole) options.push(`extended_l2=${this.onOff()}`);
    // A snapshot needs refcounts that can be 2.
    const width = kind === 'qcow2' ? 2 ** (1 + this.below(6)) : 2 ** this.below(7);
    options.push(`refcount_bits=${width}`, `lazy_refcounts=${this.onOff()}`);
    if (kind === 'qcow2-preallocated') {
      options.push(`preallocation=${this.pick(['metadata', 'falloc', 'full'])}`);
    }
    if (whole) options.push(`data_file=${this.name('data')}`);
    if (kind === 'qcow2-data-file-raw') options.push('data_file_raw=on');
    return options;
  }

  private create(disk: RandomDisk, format: string, options: readonly string[], size: number): void {
    const secret = disk.arguments.length > 1 ? SECRET : [];
    const wanted = ['create', '-q', ...secret, '-f', format, '-o', options.join(), disk.path];
    run('qemu-img', ...wanted, `${size}`);
    // The format may have rounded the size.
    this.write(disk, this.sizeOf(disk), disk.arguments.length > 1 ? [] : ['-f', format]);
  }

  private sizeOf(disk: RandomDisk): number {
    const text = run('qemu-img', 'info', '--output=json', ...disk.arguments);
    return JSON.parse(text)['virtual-size'];
  }

  /** An image on a base named plainly, or as JSON. */
  private overlay(disk: RandomDisk, base: RandomDisk, format: string, options: string[]): void {
    const below = base.kind.split(' ')[0]!;
    const json = JSON.stringify({ driver: below, file: { driver: 'file', filename: base.path } });
    const name = format === 'qcow2' && this.below(2) === 0 ? `json:${json}` : base.path;
    const chosen = options.length > 0 ? ['-o', options.join()] : [];
    const args = ['create', '-q', '-f', format, ...chosen, '-b', name, '-F', below, disk.path];
    // Some overlays are larger or smaller than their base.
    const size = Math.max(MIB, this.sizeOf(base) + (this.below(3) - 1) * MIB);
    run('qemu-img', ...args, ...(format === 'vmdk' ? [] : [`${size}`]));
    this.write(disk, this.sizeOf(disk), ['-f', format]);
  }

  private snapshot(disk: RandomDisk, size: number): void {
    if (this.below(2) === 0) return;
    run('qemu-img', 'snapshot', '-c', 'one', disk.path);
    this.write(disk, size - (size % 512), ['-f', 'qcow2']);
  }

  private bitmaps(disk: RandomDisk): void {
    for (let i = 0; i <= this.below(4); i++) {
      const granularity = `${512 * 2 ** this.below(12)}`;
      const state = this.pick(['--enable', '--disable']);
      const name = `b${'x'.repeat(this.below(20))}${i}`;
      run('qemu-img', 'bitmap', '--add', '-g', granularity, state, disk.path, name);
    }
  }

  /** Writes, zeroes and discards anywhere on the disk. */
  private write(disk: RandomDisk, size: number, how: readonly string[]): void {
    const commands: string[] = [];
    for (let i = this.below(12); i > 0; i--) {
      const offset = this.below(Math.floor(size / 512)) * 512;
      const most = Math.min(size - offset, this.pick([4 * KIB, 256 * KIB, 3 * MIB]));
      const length = Math.max(512, this.below(Math.floor(most / 512)) * 512);
      const what = this.below(8);
      if (what < 5) {
        commands.push('-c', `write -q -P ${1 + this.below(255)} ${offset} ${length}`);
      } else if (what < 7) {
        commands.push('-c', `write -q -z ${this.pick(['', '-u '])}${offset} ${length}`);
      } else {
        commands.push('-c', `discard -q ${offset} ${length}`);
        continue;
      }
      disk.written.push([offset, length]);
    }
    if (commands.length > 0) run('qemu-io', '-d', 'unmap', ...commands, ...how, ...disk.arguments);
  }
}

/** On a busy machine the time of a key derivation cannot always be measured. */
const TRY_AGAIN = 'Unable to get accurate CPU usage';
const TRIES = 5;

export function run(command: string, ...args: string[]): string {
  const stdio = ['ignore', 'pipe', 'pipe'] as ('ignore' | 'pipe')[];
  for (let left = TRIES; ; left--) {
    try {
      return execFileSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28, stdio });
    } catch (error) {
      if (left === 0 || !`${error}`.includes(TRY_AGAIN)) throw error;
    }
  }
}
