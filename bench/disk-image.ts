import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';

/** An image of a size ("1 TiB") in build/bench, made once; throws where there is no qemu-img. */
export function madeImage(format: 'qcow2' | 'vmdk' | 'vhdx', size: string, ...options: string[]) {
  const folder = new URL('../build/bench/', import.meta.url).pathname;
  const path = `${folder}${size.replace(' ', '-')}.${format}`;
  const fresh = !existsSync(path);
  mkdirSync(folder, { recursive: true });
  const bytes = size.replace(' GiB', 'G').replace(' TiB', 'T');
  if (fresh) execFileSync('qemu-img', ['create', '-q', '-f', format, ...options, path, bytes]);
  return { path, fresh };
}
