// Writes src/kernels/NAME/layout.ts from assembly/NAME/layout.ts, for each kernel that has one: the constants with their
// comments, as TypeScript reads them. test/layouts.test.ts fails where a module differs.
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

const constant = /^export const ([A-Z][A-Z0-9_]*): (u8|u32|u64|usize|f64) = ([^;]+);(.*)$/;

/** A value as TypeScript has it: what does not fit a number exactly is a bigint. */
function valueOf(type: string, text: string, where: string): string {
  if (/^0x[0-9a-f_]+$|^[0-9_]+$/.test(text)) {
    const exact = BigInt(text.replaceAll('_', '')) <= BigInt(Number.MAX_SAFE_INTEGER);
    return exact ? text : `${text}n`;
  }
  if (/^[A-Z0-9_ +*|]+$/.test(text) && type !== 'f64') return text;
  throw new Error(`${where}: a layout holds numbers and sums of its own names, found ${text}`);
}

/** The constants of a layout in AssemblyScript as a TypeScript module; functions and their comments are left out. */
export function layoutModule(kernel: string, source: string): string {
  const out = [
    `// Written by scripts/kernel-layouts.ts from assembly/${kernel}/layout.ts, which explains it; change that one.`,
    '',
  ];
  let comments: string[] = [];
  for (const [i, line] of source.split('\n').entries()) {
    const found = constant.exec(line);
    if (found) {
      const [, name = '', type = '', text = '', rest = ''] = found;
      const value = valueOf(type, text, `assembly/${kernel}/layout.ts:${i + 1}`);
      out.push(...comments, `export const ${name} = ${value};${rest}`);
      comments = [];
    } else if (/^(\/\/|\/\*\*| \*)/.test(line)) comments.push(line);
    else if (line === '') {
      // A comment by itself stands over what follows it.
      if (comments.length > 0) out.push(...comments);
      comments = [];
      if (out.at(-1) !== '') out.push('');
    } else if (line.startsWith('export function') || line.startsWith('import')) break;
    else
      throw new Error(`assembly/${kernel}/layout.ts:${i + 1}: expected a constant, found ${line}`);
  }
  while (out.at(-1) === '') out.pop();
  return `${out.join('\n')}\n`;
}

/** Kernels with a layout, and what their module should hold. */
export function layouts(): { path: string; text: string }[] {
  return readdirSync(join(root, 'assembly')).flatMap((kernel) => {
    const source = join(root, 'assembly', kernel, 'layout.ts');
    if (!existsSync(source)) return [];
    const text = layoutModule(kernel, readFileSync(source, 'utf8'));
    return [{ path: join(root, 'src/kernels', kernel, 'layout.ts'), text }];
  });
}

/** Writes the modules that differ. */
export function writeLayouts(): void {
  for (const { path, text } of layouts()) {
    if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
    const temporary = `${path}.${process.pid}.tmp`;
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  }
}
