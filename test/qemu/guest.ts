import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

const BOOT_TIMEOUT_MS = 240_000;
const APPLETS = 'sh mount echo seq sort sha256sum md5sum gzip cat dd rm sleep'.split(' ');

/**
 * A small Linux guest under QEMU without hardware virtualization: a kernel, busybox, and some work, as in the recipe of the
 * recorded ground truth. Needs qemu-system-x86_64, busybox (static), cpio and gzip.
 */
export class Guest {
  private readonly process: ChildProcess;
  private readonly folder: string;
  private readonly mib: number;

  private constructor(process: ChildProcess, folder: string, mib: number) {
    this.process = process;
    this.folder = folder;
    this.mib = mib;
  }

  /** Boots `kernel` with `arguments_` and runs `work`; resolves, stopped, when the work is done. */
  static async boot(
    folder: string,
    {
      kernel,
      work,
      arguments_,
      mib,
    }: { kernel: string; work: string; arguments_: string; mib: number },
  ): Promise<Guest> {
    mkdirSync(folder, { recursive: true });
    const ready = join(folder, 'ready');
    const child = spawn(
      'qemu-system-x86_64',
      [
        ...['-accel', 'tcg', '-machine', 'q35,mem-merge=off', '-cpu', 'max,la57=off,pku=off'],
        ...['-m', String(mib), '-smp', '1', '-nographic', '-nodefaults', '-no-reboot'],
        ...['-kernel', kernel, '-initrd', initrd(folder, work)],
        ...['-append', `console=ttyS0 quiet panic=-1 mitigations=off ${arguments_}`],
        ...['-serial', `file:${join(folder, 'console')}`, '-serial', `file:${ready}`],
        ...['-qmp', `unix:${join(folder, 'qmp')},server=on,wait=off`],
      ],
      { stdio: 'ignore' },
    );
    const guest = new Guest(child, folder, mib);
    const start = Date.now();
    while (!existsSync(ready) || !readFileSync(ready, 'utf8').includes('READY')) {
      if (child.exitCode !== null || Date.now() - start > BOOT_TIMEOUT_MS) {
        child.kill();
        throw new Error(`the guest in ${folder} did not get ready`);
      }
      await sleep(300);
    }
    await guest.qmp({ execute: 'stop' });
    return guest;
  }

  /** Memory as raw pages and as an ELF core; the guest is gone afterwards. */
  async dump(): Promise<{ raw: string; elf: string }> {
    const raw = join(this.folder, 'vm.raw');
    const elf = join(this.folder, 'vm.elf');
    const size = this.mib * 2 ** 20;
    await this.qmp(
      { execute: 'pmemsave', arguments: { val: 0, size, filename: raw } },
      { execute: 'dump-guest-memory', arguments: { paging: false, protocol: `file:${elf}` } },
      { execute: 'quit' },
    );
    return { raw, elf };
  }

  private async qmp(...commands: object[]): Promise<void> {
    const socket = createConnection(join(this.folder, 'qmp'));
    const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
    await lines.next();
    for (const command of [{ execute: 'qmp_capabilities' }, ...commands]) {
      socket.write(`${JSON.stringify(command)}\n`);
      for (;;) {
        const { value, done } = await lines.next();
        if (done) break;
        const answer = JSON.parse(value) as { return?: unknown; error?: { desc: string } };
        if (answer.error) throw new Error(answer.error.desc);
        if ('return' in answer) break;
      }
    }
    socket.destroy();
  }

  kill(): void {
    this.process.kill();
  }
}

function initrd(folder: string, work: string): string {
  const root = join(folder, 'root');
  for (const name of ['bin', 'proc', 'sys', 'dev', 'tmp']) {
    mkdirSync(join(root, name), { recursive: true });
  }
  const busybox = execFileSync('which', ['busybox'], { encoding: 'utf8' }).trim();
  copyFileSync(busybox, join(root, 'bin/busybox'));
  for (const applet of APPLETS) symlinkSync('busybox', join(root, 'bin', applet));
  const script = [
    '#!/bin/sh',
    'mount -t proc p /proc; mount -t sysfs s /sys; mount -t devtmpfs d /dev; mount -t tmpfs t /tmp',
    work,
    'echo READY > /dev/ttyS1',
    'while :; do sleep 1000; done',
  ];
  writeFileSync(join(root, 'init'), `${script.join('\n')}\n`, { mode: 0o755 });
  const archive = join(folder, 'initrd.gz');
  execFileSync('sh', ['-c', `find . | cpio -o -H newc --quiet | gzip -1 > '${archive}'`], {
    cwd: root,
  });
  return archive;
}
