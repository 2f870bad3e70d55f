// Compiles each kernel folder under assembly/ to one wasm module, embedded as base64 in
// src/kernels/generated/NAME.wasm.ts so that Node, workers and the report page load the same bytes, and writes the
// kernel's memory layout for its binding: assembly/NAME/layout.ts becomes src/kernels/NAME/layout.ts.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { layoutOf } from './kernel-layout.ts';

const root = new URL('..', import.meta.url).pathname;
const kernels = readdirSync(join(root, 'assembly'), { withFileTypes: true })
  .filter(
    (entry) => entry.isDirectory() && existsSync(join(root, 'assembly', entry.name, 'index.ts')),
  )
  .map((entry) => entry.name)
  .sort();

/** Digest of everything a kernel is built from, so that an unchanged kernel is not compiled again. */
function sourceDigest(kernel: string): string {
  const hash = createHash('sha256').update(readFileSync(join(root, 'asconfig.json')));
  hash.update(readFileSync(join(root, 'node_modules/assemblyscript/package.json')));
  // A kernel may build on another's parts.
  const folders = new Set(['lib', kernel]);
  for (const folder of folders) {
    for (const file of readdirSync(join(root, 'assembly', folder)).sort()) {
      const text = readFileSync(join(root, 'assembly', folder, file), 'utf8');
      hash.update(file).update(text);
      for (const [, other] of text.matchAll(/from '\.\.\/(\w+)\//g)) folders.add(other!);
    }
  }
  return hash.digest('hex');
}

function writeWhole(path: string, content: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, content);
  renameSync(temporary, path);
}

function writeLayout(kernel: string): void {
  const source = join(root, `assembly/${kernel}/layout.ts`);
  if (!existsSync(source)) return;
  const target = join(root, `src/kernels/${kernel}/layout.ts`);
  const layout = layoutOf(kernel, readFileSync(source, 'utf8'));
  if (!existsSync(target) || readFileSync(target, 'utf8') !== layout) writeWhole(target, layout);
}

mkdirSync(join(root, 'src/kernels/generated'), { recursive: true });
for (const kernel of kernels) {
  writeLayout(kernel);
  const target = join(root, `src/kernels/generated/${kernel}.wasm.ts`);
  const stamp = `// ${sourceDigest(kernel)}`;
  if (existsSync(target) && readFileSync(target, 'utf8').startsWith(stamp)) continue;
  // Loaded only when something has to be compiled: it brings a whole compiler.
  const { default: asc } = await import('assemblyscript/asc');
  const wasm = `build/kernels/${kernel}.wasm`;
  const { error, stderr } = await asc.main(
    [`assembly/${kernel}/index.ts`, '--target', 'release', '--outFile', wasm],
    { baseDir: root } as never,
  );
  if (error) {
    throw new Error(`kernel ${kernel}:\n${stderr.toString()}`);
  }
  const bytes = readFileSync(join(root, wasm));
  if (!WebAssembly.validate(bytes)) throw new Error(`${wasm} is not valid WebAssembly`);
  writeWhole(target, `${stamp}\nexport const wasmBase64 =\n  '${bytes.toString('base64')}';\n`);
  process.stderr.write(`kernel ${kernel}: ${bytes.length} bytes\n`);
}
