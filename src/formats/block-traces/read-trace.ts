import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { u8 } from '../../elements.ts';
import { badInput } from '../../errors.ts';
import { readFailure, readJson } from '../../files/read-input.ts';
import { traceFormats } from './index.ts';
import { sequenceAccesses } from './op-lines.ts';
import { Malformed, type TraceAccess, type TraceFormat } from './trace-format.ts';
import { parseVscsi, vscsiRecordBytes, vscsiVersion } from './vscsi.ts';

const HEAD_BYTES = 64 * 1024;
const MAX_LINE_CHARS = 64 * 1024;
const OPEN_BRACE = 0x7b;
const GZIP_MAGIC = 0x8b1f;

/** Accesses of a trace in batches, read as a stream: memory does not grow with the trace. */
export async function* readTrace(path: string, format?: string): AsyncGenerator<TraceAccess[]> {
  const head = await readHead(path);
  if (format === undefined && head[0] === OPEN_BRACE) {
    yield await sequenceRecords(path);
    return;
  }
  const version = format === undefined || format === 'vscsi' ? vscsiVersion(head) : null;
  if (version !== null) yield* binaryRecords(path, version);
  else yield* textRecords(path, chooseFormat(path, head, format));
}

/** A sequence file of the qcow2-map data set: one JSON document. */
async function sequenceRecords(path: string): Promise<TraceAccess[]> {
  const expected = 'a sequence of operations';
  try {
    const accesses = sequenceAccesses(await readJson(path));
    if (accesses) return accesses;
  } catch (error) {
    if (error instanceof Malformed) throw badInput({ file: path, expected, found: error.message });
    throw error;
  }
  throw badInput({ file: path, expected, found: 'another JSON document' });
}

async function openStream(path: string): Promise<Readable> {
  // Asked before opening: opening a pipe would wait for its writer.
  const info = await stat(path).catch((error: unknown) => {
    throw readFailure(path, error);
  });
  if (!info.isFile()) {
    throw badInput({ file: path, expected: 'a regular file', found: 'something else' });
  }
  const file = await open(path).catch((error: unknown) => {
    throw readFailure(path, error);
  });
  const magic = new Uint8Array(2);
  try {
    await file.read(magic, 0, 2, 0);
  } finally {
    await file.close();
  }
  const stream = createReadStream(path, { highWaterMark: 1024 * 1024 });
  if (u8(magic, 0) + 256 * u8(magic, 1) !== GZIP_MAGIC) return stream;
  const unpacked = createGunzip();
  stream.on('error', (error) => unpacked.destroy(error));
  return stream.pipe(unpacked);
}

async function* chunks(path: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of await openStream(path)) yield chunk as Uint8Array;
  } catch (error) {
    throw readFailure(path, error);
  }
}

async function readHead(path: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks(path)) {
    parts.push(chunk);
    length += chunk.length;
    if (length >= HEAD_BYTES) break;
  }
  const head = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    head.set(part, at);
    at += part.length;
  }
  return head.subarray(0, HEAD_BYTES);
}

function chooseFormat(path: string, head: Uint8Array, wanted: string | undefined): TraceFormat {
  const names = [...traceFormats.map((entry) => entry.id), 'vscsi'].join(', ');
  if (wanted !== undefined) {
    const format = traceFormats.find((entry) => entry.id === wanted);
    if (format) return format;
    throw badInput({ file: path, expected: `a trace format (${names})`, found: `"${wanted}"` });
  }
  const text = new TextDecoder('latin1').decode(head);
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const format = traceFormats.find((entry) => entry.sniff(lines.slice(0, 20)));
  if (format) return format;
  throw badInput({
    file: path,
    expected: `a block trace (${names})`,
    found: lines[0] ? `"${lines[0].slice(0, 80)}"` : 'an empty file',
    hint: 'Name the format with --input-format.',
  });
}

async function* textRecords(path: string, format: TraceFormat): AsyncGenerator<TraceAccess[]> {
  const parse = format.parser();
  const decoder = new TextDecoder('latin1');
  let rest = '';
  let line = 0;
  const read = (text: string): TraceAccess | null => {
    line++;
    if (text.trim() === '') return null;
    try {
      return parse(text);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      const found = `"${text.slice(0, 80)}"`;
      throw badInput({ file: path, line, expected: error.message, found });
    }
  };
  for await (const chunk of chunks(path)) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop()!;
    if (rest.length > MAX_LINE_CHARS) {
      throw badInput({
        file: path,
        line: line + 1,
        expected: 'a line of text',
        found: 'no end of it',
      });
    }
    yield lines.map(read).filter((access) => access !== null);
  }
  const last = read(rest);
  if (last) yield [last];
}

async function* binaryRecords(path: string, version: 0x100 | 0x200): AsyncGenerator<TraceAccess[]> {
  const size = vscsiRecordBytes(version);
  let rest = new Uint8Array(0);
  let done = 0;
  for await (const chunk of chunks(path)) {
    const bytes = new Uint8Array(rest.length + chunk.length);
    bytes.set(rest);
    bytes.set(chunk, rest.length);
    const view = new DataView(bytes.buffer);
    const batch: TraceAccess[] = [];
    let at = 0;
    try {
      for (; at + size <= bytes.length; at += size) {
        const access = parseVscsi(view, at, version);
        if (access) batch.push(access);
      }
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      throw badInput({
        file: path,
        offset: done + at,
        expected: error.message,
        found: 'other bytes',
      });
    }
    done += at;
    rest = bytes.slice(at);
    yield batch;
  }
  if (rest.length > 0) {
    throw badInput({
      file: path,
      offset: done,
      expected: 'a whole record',
      found: `${rest.length} bytes`,
    });
  }
}
