import { dirname, isAbsolute, resolve } from 'node:path';
import { parseJson } from '../../files/parse-json.ts';
import type { BackingReference } from './layer.ts';

/** `nbd://host`, `fat:rw:`: names of drivers, never of files here. */
const PROTOCOL = /^[A-Za-z][A-Za-z0-9+.-]*:/;
const MAX_NESTING = 16;

/**
 * What a name of a backing file means. Names come from the file and are not trusted: they stand for a
 * regular local file, or for nothing that is ever opened, and then `refusal` says why.
 */
export function localBacking(
  name: string,
  format: string | null,
  imagePath: string,
): BackingReference {
  const refused = (refusal: string) => ({ name, path: null, format, refusal });
  if (name.includes('\0')) return refused('the name holds a zero byte');
  if (name.startsWith('json:')) return jsonBacking(name, format);
  // Names with a driver in front are relative to where the command runs, plain ones to the image.
  if (name.startsWith('file:')) return { name, path: resolve(name.slice(5)), format };
  const driver = PROTOCOL.exec(name)?.[0];
  if (driver) return refused(`"${driver}" is not a local file`);
  const path = isAbsolute(name) ? name : resolve(dirname(imagePath), name);
  return { name, path, format };
}

type Json = Readonly<Record<string, unknown>>;

/** `json:{"driver": "qcow2", "file": {"driver": "file", "filename": ...}}`, nested or with dotted keys. */
function jsonBacking(name: string, format: string | null): BackingReference {
  const refused = (refusal: string) => ({ name, path: null, format, refusal });
  let options: unknown;
  try {
    options = parseJson(name.slice(5));
  } catch {
    return refused('its JSON does not parse');
  }
  if (!isObject(options)) return refused('its JSON is no object');
  return { ...nodeBacking(options, 0), name };
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One node of the block graph: a format on a local file, or the file itself. */
function nodeBacking(node: Json, depth: number): BackingReference {
  const name = JSON.stringify(node);
  const driver = text(node.driver);
  const refused = (refusal: string) => ({ name, path: null, format: driver, refusal });
  if (depth > MAX_NESTING) return refused('it is nested too deep');
  const file = childOf(node, 'file');
  if (file === null) {
    const filename = text(node.filename);
    if (filename === null) return refused('it names no file');
    if (driver !== null && driver !== 'file') return refused(`driver "${driver}" is no local file`);
    // The protocol alone is the file as it is.
    const format = driver === 'file' ? 'raw' : null;
    if (driver === 'file') return { name, path: resolve(filename), format };
    return { ...localBacking(filename, format, resolve('.', 'image')), name };
  }
  if (!isObject(file)) return refused('its file is a reference to another node');
  const fileDriver = text(file.driver) ?? 'file';
  const filename = text(file.filename);
  if (fileDriver !== 'file' || filename === null) {
    return refused(`driver "${fileDriver}" is no local file`);
  }
  const found: BackingReference = { name, path: resolve(filename), format: driver };
  const offset = whole(node.offset);
  const size = whole(node.size);
  if (offset !== null) found.offset = offset;
  if (size !== null) found.size = size;
  const below = childOf(node, 'backing');
  if (below === null) return found;
  found.backing = isObject(below) ? nodeBacking(below, depth + 1) : null;
  return found;
}

/** A child given as an object or by dotted keys, or what else is in its place; null where there is none. */
function childOf(node: Json, key: string): unknown {
  if (key in node) return node[key] ?? 'nothing';
  const prefix = `${key}.`;
  const dotted = Object.entries(node).filter(([name]) => name.startsWith(prefix));
  if (dotted.length === 0) return null;
  return Object.fromEntries(dotted.map(([name, value]) => [name.slice(prefix.length), value]));
}

const text = (value: unknown) => (typeof value === 'string' ? value : null);

function whole(value: unknown): number | null {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : null;
}
