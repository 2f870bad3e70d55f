import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Command } from 'commander';
import { nth } from '../elements.ts';
import { ExitCode } from '../errors.ts';
import { tableTitles } from '../messages/table-titles.ts';
import { printJson } from '../terminal/output.ts';
import { printOnlyTable } from '../terminal/table.ts';
import { examples } from './examples.ts';

interface Check {
  what: string;
  needed: boolean;
  found: string;
  ok: boolean;
  without: string;
}

/** (module (func (result v128) i32.const 0 i8x16.splat)): valid only where SIMD is. */
const simdProbe = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 15,
  11,
]);

async function tool(name: string, argument: string, without: string): Promise<Check> {
  try {
    const { stdout, stderr } = await promisify(execFile)(name, [argument], { timeout: 10_000 });
    return {
      what: name,
      needed: false,
      found: nth((stdout || stderr).split('\n'), 0).trim(),
      ok: true,
      without,
    };
  } catch {
    return { what: name, needed: false, found: 'not found', ok: false, without };
  }
}

/** `virtcost doctor`: what this machine has and what is missing for which feature; exit 1 when a need is unmet. */
export function doctor(program: Command): void {
  program
    .command('doctor')
    .addHelpText('after', examples('doctor', 'doctor --json'))
    .option('--json', 'print one JSON document on standard output')
    .action(async (options) => {
      const [major, minor] = process.versions.node.split('.').map(Number) as [number, number];
      const checks: Check[] = [
        {
          what: 'Node.js',
          needed: true,
          found: process.version,
          ok: major > 20 || (major === 20 && minor >= 19),
          without: 'nothing runs: 20.19 or newer is needed',
        },
        {
          what: 'WebAssembly SIMD',
          needed: true,
          found: WebAssembly.validate(simdProbe) ? 'yes' : 'no',
          ok: WebAssembly.validate(simdProbe),
          without: 'the kernels do not load',
        },
        await tool('valgrind', '--version', 'no new memory traces of your programs'),
        await tool('gcc', '--version', 'benchmarks have no native baseline'),
        await tool('chromium', '--version', 'browser tests of the report do not run'),
        await tool('qemu-img', '--version', 'live checks of block maps do not run'),
      ];
      if (options.json) printJson({ checks });
      else {
        printOnlyTable(
          checks.map(({ what, found, ok, without, needed }) => ({
            what,
            found,
            verdict: ok ? 'ok' : `${needed ? 'NEEDED' : 'optional'}: ${without}`,
          })),
          tableTitles.doctor(),
        );
      }
      if (checks.some((check) => check.needed && !check.ok)) process.exitCode = ExitCode.failed;
    });
}
