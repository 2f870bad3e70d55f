import { badInput } from '../../errors.ts';
import type { Population } from '../../kernels/ksm/population.ts';
import { type Operation, parseOperation } from '../../model/dedup/ksm/operations.ts';

const MAX_STEPS = 200_000;
const MAX_FORKS = 4096;

const forms =
  'operations S:n, B:n:pages, W:mode:share24:salt:mask, F:vm, X:vm, U|D|N|M|R|C:vm:first:pages, P:vm:first:pages:0|1, Z, K:knob=value, T:ms:ms:ms:pages:ms';

/** Operations of a run, each on a VM that is there at that time and on pages it has. `where` names the run in messages. */
export function readOperations(
  texts: readonly string[],
  population: Population,
  where: string,
): Operation[] {
  const alive = new Set(Array.from({ length: population.vms }, (_, vm) => vm));
  let vms = population.vms;
  const refuse = (expected: string, text: string) =>
    badInput({ file: where, expected, found: `"${text}"` });
  const operations = texts.map((text) => {
    const operation = parseOperation(text);
    if (!operation) throw refuse(forms, text);
    if ('vm' in operation && operation.vm >= vms) {
      throw refuse(`a VM below ${vms}, as many as there are then`, text);
    }
    if (operation.kind === 'change' && operation.first + operation.pages > population.pages) {
      throw refuse(`pages below ${population.pages}, as many as a VM has`, text);
    }
    if (operation.kind === 'fork') {
      if (!alive.has(operation.vm)) throw refuse('a fork of a VM that has not exited', text);
      alive.add(vms++);
      if (vms > population.vms + MAX_FORKS) throw refuse(`at most ${MAX_FORKS} forks`, text);
    }
    if (operation.kind === 'exit') alive.delete(operation.vm);
    return operation;
  });
  const steps = operations.reduce((sum, op) => sum + ('steps' in op ? op.steps : 0), 0);
  if (steps > MAX_STEPS) throw refuse(`at most ${MAX_STEPS} steps`, `${steps} steps`);
  return operations;
}
