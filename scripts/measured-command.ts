import { spawnSync } from 'node:child_process';

const CLI = new URL('../dist/cli.js', import.meta.url).pathname;
const SAY =
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a module of its own, as text
  'data:text/javascript,process.on("exit",()=>{const{maxRSS,userCPUTime,systemCPUTime}=process.resourceUsage();process.stderr.write(`used ${maxRSS} ${userCPUTime+systemCPUTime}\\n`)})';

/** Runs the built program: peak of its memory in MiB, wall and CPU seconds. `ends`: exit codes that are answers. */
export function measured(args: readonly string[], ends: readonly number[] = [0]) {
  const begin = performance.now();
  const done = spawnSync('node', ['--import', SAY, CLI, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const wallS = ((performance.now() - begin) / 1000).toFixed(1);
  const [, rss, us] = /^used (\d+) (\d+)$/m.exec(done.stderr) ?? [];
  if (!ends.includes(done.status ?? -1) || !rss) throw new Error(done.stderr);
  return { mib: Math.round(Number(rss) / 1024), cpuS: (Number(us) / 1e6).toFixed(1), wallS };
}
