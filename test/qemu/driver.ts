import { execFileSync } from 'node:child_process';
import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BatchOp, Extent, Op } from '../../src/qcow2/index.ts';

/** Makes SEEK_DATA and SEEK_HOLE fail, as on a store that cannot report holes: maps then show the image alone. */
const NO_HOLES = `
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <unistd.h>
static off_t refuse(const char *name, int fd, off_t offset, int whence) {
  if (whence == 3 || whence == 4) { errno = EINVAL; return -1; }
  off_t (*next)(int, off_t, int) = (off_t (*)(int, off_t, int))dlsym(RTLD_NEXT, name);
  return next(fd, offset, whence);
}
off_t lseek(int fd, off_t offset, int whence) { return refuse("lseek", fd, offset, whence); }
off_t lseek64(int fd, off_t offset, int whence) { return refuse("lseek64", fd, offset, whence); }
`;

/** The real driver, run with its own tools in a folder of its own. */
export class Driver {
  private readonly environment: NodeJS.ProcessEnv;
  private readonly backings = new Map<string, string>();

  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
    const source = join(folder, 'noholes.c');
    const library = join(folder, 'noholes.so');
    writeFileSync(source, NO_HOLES);
    execFileSync('gcc', ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl']);
    this.environment = { ...process.env, LD_PRELOAD: library };
  }

  private call(command: string, args: readonly string[]): string {
    return execFileSync(command, args, {
      cwd: this.folder,
      env: this.environment,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** Keeps a copy of image files, for `restore`. */
  save(images: readonly string[]): void {
    for (const image of images) this.copy(image, `${image}.saved`);
  }

  restore(images: readonly string[]): void {
    for (const image of images) this.copy(`${image}.saved`, image);
  }

  private copy(from: string, to: string): void {
    copyFileSync(join(this.folder, from), join(this.folder, to));
  }

  private img(...args: string[]): string {
    return this.call('qemu-img', args);
  }

  run(op: Op): void {
    switch (op[0]) {
      case 'create':
        this.create(op[1], op[2], op[3], op[4], null);
        break;
      case 'overlay':
        this.create(op[1], op[3], op[4], op[5], op[2]);
        break;
      case 'snap':
        this.img('snapshot', '-c', op[2], op[1]);
        break;
      case 'revert':
        this.img('snapshot', '-a', op[2], op[1]);
        break;
      case 'delsnap':
        this.img('snapshot', '-d', op[2], op[1]);
        break;
      case 'commit':
        this.img('commit', '-q', '--image-opts', this.chainOptions(op[1]));
        break;
      case 'rebase':
        this.backings.set(op[1], op[2]);
        this.img('rebase', ...(op[2] ? ['-F', 'qcow2'] : []), '-b', op[2], op[1]);
        break;
      case 'rebase_u':
        this.backings.set(op[1], op[2]);
        this.img('rebase', '-u', ...(op[2] ? ['-F', 'qcow2'] : []), '-b', op[2], op[1]);
        break;
      case 'resize':
        this.img('resize', '-q', op[1], String(op[2]));
        break;
      case 'batch':
        this.io(op[1], op[2]);
        break;
      default: {
        const [kind, image, ...rest] = op;
        this.io(image, [[kind, ...rest] as unknown as BatchOp]);
      }
    }
  }

  /** io_uring keeps the copies of a commit in order; with the thread pool every run differs. */
  private chainOptions(image: string): string {
    const options: string[] = [];
    let prefix = '';
    for (let name = image; name; name = this.backings.get(name) ?? '') {
      options.push(`${prefix}driver=qcow2`, `${prefix}file.driver=file`);
      options.push(`${prefix}file.filename=${name}`, `${prefix}file.aio=io_uring`);
      prefix += 'backing.';
    }
    return options.join(',');
  }

  private create(name: string, size: number, cluster: number, ext: number, backing: string | null) {
    rmSync(join(this.folder, name), { force: true });
    const options = `cluster_size=${cluster},extended_l2=${ext ? 'on' : 'off'}`;
    const below = backing === null ? [] : ['-b', backing, '-F', 'qcow2'];
    this.img('create', '-q', '-f', 'qcow2', '-o', options, ...below, name, String(size));
    this.backings.set(name, backing ?? '');
  }

  private io(image: string, accesses: readonly BatchOp[]): void {
    const commands = accesses.flatMap((access) => ['-c', ioCommand(access)]);
    const out = this.call('qemu-io', ['-d', 'unmap', '-f', 'qcow2', ...commands, image]);
    if (/failed|error/i.test(out)) throw new Error(`qemu-io: ${out}`);
  }

  map(image: string): Extent[] {
    const text = this.img('map', '--output=json', '-f', 'qcow2', image);
    const rows = JSON.parse(text) as {
      start: number;
      length: number;
      depth: number;
      present: boolean;
      zero: boolean;
      data: boolean;
      offset?: number;
    }[];
    return rows.map((row) => [
      row.start,
      row.length,
      row.depth,
      (row.present ? 1 : 0) | (row.zero ? 2 : 0) | (row.data ? 4 : 0),
      row.offset ?? -1,
    ]);
  }

  /** [allocated, fragmented, end of the file in clusters, leaks, corruptions, errors]. */
  check(image: string, cluster: number): number[] {
    const report = JSON.parse(this.img('check', '--output=json', '-f', 'qcow2', image)) as Record<
      string,
      number | undefined
    >;
    return [
      report['allocated-clusters'] ?? 0,
      report['fragmented-clusters'] ?? 0,
      (report['image-end-offset'] ?? 0) / cluster,
      report.leaks ?? 0,
      report.corruptions ?? 0,
      report['check-errors'] ?? 0,
    ];
  }
}

function ioCommand(access: BatchOp): string {
  switch (access[0]) {
    case 'write':
      return `write -q -P ${access[3]} ${access[1]} ${access[2]}`;
    case 'zero':
      return `write -q -z ${access[3] ? '-u ' : ''}${access[1]} ${access[2]}`;
    case 'discard':
      return `discard -q ${access[1]} ${access[2]}`;
    case 'read':
      return `read -q ${access[1]} ${access[2]}`;
  }
}
