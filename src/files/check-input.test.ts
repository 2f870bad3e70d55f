import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { boundedStream, checkInput } from './check-input.ts';
import { readText } from './read-input.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtcost-input-'));
const fifo = join(folder, 'pipe');
execFileSync('mkfifo', [fifo]);
const file = join(folder, 'file');
writeFileSync(file, 'abc');

describe('what is read where a file is expected', () => {
  it('is a file, to the size it has when it is opened', () => {
    expect(checkInput(file).size).toBe(3);
    expect(boundedStream(file)).toEqual({ end: 2 });
  });

  it('is no named pipe: without a writer it would wait for ever', async () => {
    expect(() => checkInput(fifo)).toThrow(/expected a file, found a named pipe\. Give a pipe as/);
    await expect(readText(fifo)).rejects.toThrow('found a named pipe');
  });

  it('is no device, socket or folder', async () => {
    expect(() => checkInput('/dev/zero')).toThrow('found a device');
    expect(() => checkInput(folder)).toThrow('found a directory');
    const path = join(folder, 'socket');
    const server = createServer();
    await new Promise<void>((ready) => server.listen(path, ready));
    expect(() => checkInput(path)).toThrow('found a socket');
    server.close();
  });
});
