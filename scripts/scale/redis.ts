// A sweep through Redis: the coordinator, one worker process and a server on loopback, each with what it used.
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { freePort } from '../../test/free-port.ts';
import { type Measured, measured, started } from './measured.ts';

const MIB = 2 ** 20;

/** Cells of the jobs that wait. */
const WAITING = `
local cells = 0
for _, key in ipairs(redis.call('keys', 'bull:*:job-*')) do
  local data = redis.call('hget', key, 'data')
  if data then cells = cells + #cjson.decode(data).job.task.cases end
end
return cells`;

/** A server of its own on loopback that keeps nothing on disk. */
class Server {
  private readonly child: ChildProcess;
  private readonly port: number;

  private constructor(port: number, folder: string) {
    this.port = port;
    mkdirSync(folder, { recursive: true });
    const own = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder];
    this.child = spawn('redis-server', [...own, '--save', '', '--appendonly', 'no'], {
      stdio: 'ignore',
    });
  }

  static async start(folder: string): Promise<Server> {
    const server = new Server(await freePort(), folder);
    const ping = ['-p', String(server.port), 'ping'];
    while (!spawnSync('redis-cli', ping).stdout.includes('PONG')) await setTimeout(20);
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  ask(...words: string[]): string {
    return execFileSync('redis-cli', ['-p', String(this.port), ...words], { encoding: 'utf8' });
  }

  number(name: string): number {
    return Number(new RegExp(`^${name}:([\\d.]+)`, 'm').exec(this.ask('info', 'all'))?.[1] ?? 0);
  }

  stop(): void {
    this.child.kill('SIGKILL');
  }
}

/** Cells that wait and bytes of Redis they take, once the queue has its window full: nobody works yet. */
async function waiting(server: Server) {
  const before = server.number('used_memory');
  let cells = 0;
  for (let same = 0; same < 3; ) {
    await setTimeout(1000);
    const now = Number(server.ask('eval', WAITING, '0'));
    same = now > 0 && now === cells ? same + 1 : 0;
    cells = now;
  }
  return { cells, bytes: server.number('used_memory') - before };
}

export interface ThroughRedis {
  coordinator: Measured;
  worker: { mib: number; cpuS: string };
  redis: { mib: number; cpuS: string };
  /** Cells that waited when the window was full, and bytes of Redis for each. */
  waiting: { cells: number; bytesPerCell: number };
}

/** Runs `args` through a queue; the worker starts when the queue is as full as it gets. */
export async function throughRedis(args: readonly string[], folder: string): Promise<ThroughRedis> {
  const server = await Server.start(join(folder, 'redis'));
  try {
    const queue = ['--redis', server.url];
    const sweeping = measured([...args, '--engine', 'bullmq', ...queue]);
    sweeping.catch(() => {});
    const { cells, bytes } = await waiting(server);
    const worker = started(['worker', ...queue, '--workers', '1']);
    const coordinator = await sweeping;
    const cpu = server.number('used_cpu_user') + server.number('used_cpu_sys');
    return {
      coordinator,
      worker: await worker.stop(),
      redis: {
        mib: Math.round(server.number('used_memory_peak') / MIB),
        cpuS: cpu.toFixed(1),
      },
      waiting: { cells, bytesPerCell: Math.round(bytes / Math.max(1, cells)) },
    };
  } finally {
    server.stop();
  }
}
