// What a measurement of the kernel's own scanner changes under /sys/kernel/mm/ksm, and how it is put back.
import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const KSM_FOLDER = '/sys/kernel/mm/ksm';

/** Everything a measurement changes, in an order in which it can be put back: `run` last, once the rest is as it was. */
const CHANGED = [
  'max_page_sharing',
  'use_zero_pages',
  'smart_scan',
  'advisor_mode',
  'pages_to_scan',
  'sleep_millisecs',
  'run',
] as const;
export type KsmSetting = (typeof CHANGED)[number];

/** `sh FOLDER NAME VALUE ...`: waits for a word; without it, because whoever should have said it is gone, it restores. */
const GUARD = `cd "$1" || exit; shift; read -r word; [ "$word" = done ] && exit
echo 2 >run; while [ $# -gt 1 ]; do echo "$2" >"$1"; shift 2; done`;

/** KSM's settings, taken over until `restore` is called or the process ends, be it killed. */
export class KsmSettings {
  private readonly folder: string;
  private readonly before = new Map<KsmSetting, string>();
  private readonly guard: ChildProcess;
  private readonly onExit = () => this.restore();
  private readonly onSignal = (signal: NodeJS.Signals) => {
    // Ends by the event `exit`, which restores.
    process.exit(signal === 'SIGINT' ? 130 : 143);
  };

  /** Why nothing may be measured here; null where it can be. */
  static hindrance(folder = KSM_FOLDER): string | null {
    if (!existsSync(join(folder, 'run'))) return `this kernel has no KSM: no ${folder}/run`;
    try {
      accessSync(join(folder, 'run'), constants.W_OK);
    } catch {
      return `${folder}/run cannot be written: it takes root`;
    }
    const used = ['run', 'pages_shared'].filter((name) => numberIn(folder, name) !== 0);
    return used.length === 0 ? null : `KSM is in use on this machine: ${used.join(' and ')} not 0`;
  }

  constructor(folder = KSM_FOLDER) {
    this.folder = folder;
    for (const name of CHANGED) {
      const path = join(folder, name);
      if (existsSync(path)) this.before.set(name, chosen(readFileSync(path, 'utf8').trim()));
    }
    // A process group of its own: what ends this one does not end it.
    this.guard = spawn('sh', ['-c', GUARD, 'sh', folder, ...[...this.before].flat()], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    this.guard.unref();
    process.once('exit', this.onExit);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, this.onSignal);
    }
  }

  /** Settings of kernels that do not have one are left alone. */
  set(name: KsmSetting, value: string | number): void {
    if (this.before.has(name)) writeFileSync(join(this.folder, name), String(value));
  }

  read(name: string): number {
    return numberIn(this.folder, name);
  }

  /** Separates all merged pages, which some settings ask for, and puts every setting back; what cannot be is said. */
  restore(): void {
    process.off('exit', this.onExit);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.off(signal, this.onSignal);
    }
    const write = (name: KsmSetting, value: string) => {
      try {
        writeFileSync(join(this.folder, name), value);
      } catch (error) {
        process.stderr.write(`KSM setting ${name} is not back at ${value}: ${String(error)}\n`);
      }
    };
    write('run', '2');
    for (const [name, value] of this.before) write(name, value);
    this.guard.stdin?.end('done\n');
  }
}

function numberIn(folder: string, name: string): number {
  return Number(readFileSync(join(folder, name), 'utf8'));
}

/** What is chosen in a list like `[none] scan-time`. */
function chosen(text: string): string {
  return /\[(.+?)\]/.exec(text)?.[1] ?? text;
}
