import type { InventoryFinding } from '../inventory/inventory.ts';
import type { Message } from '../message.ts';
import { findingText } from '../messages/findings.ts';
import { planWords } from '../messages/plan.ts';

/** What moves an answer as a whole where it is so: another unit of a whole list, sizes that are none. */
const moves = ({ message }: InventoryFinding) =>
  / looks like another unit|^negative /.test(message);

/** Doubts about how an inventory was read that stand beside the answer, and the findings that can wait until its end. */
export function readingDoubts(findings: readonly InventoryFinding[]): {
  doubts: Message[];
  moving: InventoryFinding[];
  rest: InventoryFinding[];
} {
  const moving = findings.filter(moves);
  const doubts = moving.map(({ message, count }) =>
    planWords.checkFirst({ text: findingText(message), n: count }),
  );
  return { doubts, moving, rest: findings.filter((finding) => !moves(finding)) };
}
