// Runs a command of the command line and leaves what V8 compiled for it beside the chunks it was bundled into, where
// src/load-chunk.ts takes it from. Usage: compile-ahead.mjs FOLDER COMMAND...; the folder holds the bundle.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [folder, ...command] = process.argv.slice(2);
const path = join(folder, 'load.cjs');
const { load, scripts, leaveCode, programFile, programId, underFirstFlags } = createRequire(
  import.meta.url,
)(path);

process.on('exit', () => {
  underFirstFlags(() => {
    for (const [name, script] of scripts) leaveCode(name, script.createCachedData());
  });
  writeFileSync(join(folder, programFile), programId());
});

process.argv = [process.argv[0], join(folder, 'cli.js'), ...command];
load('cli.js');
