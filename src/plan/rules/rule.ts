import { z } from 'zod';
import { printable, UserError } from '../../errors.ts';
import type { Text } from '../../message.ts';
import type { Status } from '../../sourced.ts';

/** What a rule says of some inputs. */
export interface RuleAnswer {
  /** The answer in words. */
  sentence: Text;
  /** Results by name; the names are the ones the rule's documentation gives. */
  values: Record<string, number | string | boolean | null>;
  /** Every term of the result, in the order it is worked out. */
  terms?: readonly { term: string; value: number; unit: string }[];
  /** What to know before the result is used. */
  notes?: readonly string[];
}

/** A published rule of counting or sizing: what it says, where it was read, and what it gives for inputs. */
export interface PlanRule {
  id: string;
  title: string;
  group: 'licence' | 'openshift' | 'sizing' | 'operation';
  /** The rule in words. */
  rule: string;
  source: string;
  /** Date of the text read, or of the release it describes. */
  date: string;
  status: Status;
  /** No source that prints it was read. */
  unverified?: true;
  inputs: z.ZodType;
  example: Record<string, unknown>;
  /** Result for inputs as a user gave them; throws UserError for inputs the rule cannot take. */
  answer(raw: unknown): RuleAnswer;
}

interface Definition<S extends z.ZodType> extends Omit<PlanRule, 'inputs' | 'answer'> {
  inputs: S;
  work(inputs: z.output<S>): RuleAnswer;
}

/** What a check of inputs wanted, in words. */
function problem(issue: z.core.$ZodIssue, raw: unknown): string {
  if (issue.code === 'unrecognized_keys')
    return `expected known inputs, found ${issue.keys.map((key) => `"${key}"`).join(', ')}`;
  const found = issue.path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key],
    raw,
  );
  const shown =
    found === undefined || found === null
      ? 'nothing'
      : typeof found === 'number'
        ? String(found)
        : JSON.stringify(found);
  const wanted = issue.message
    .replace(/^Invalid (option|input): /, '')
    .replace(/^Too (small|big): expected \w+ to (be|have) /, 'expected ')
    .replace(/, received .*/, '');
  const where = issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
  return `${where}${wanted}${issue.code === 'custom' ? '' : `, found ${shown}`}`;
}

/** A rule from its definition: inputs are checked, and what is wrong with them is named. */
export function planRule<S extends z.ZodType>({ work, ...rule }: Definition<S>): PlanRule {
  return {
    ...rule,
    answer(raw) {
      const parsed = rule.inputs.safeParse(raw);
      if (parsed.success) return work(parsed.data);
      const known = Object.keys(z.toJSONSchema(rule.inputs, { io: 'input' }).properties ?? {});
      const all = parsed.error.issues.slice(0, 8).map((issue) => problem(issue, raw));
      throw new UserError(
        printable(`${rule.id}: ${all.join('; ')}. Inputs: ${known.join(', ')}.`, 800),
      );
    },
  };
}

/** Inputs several rules share. */
export const inputs = {
  count: (most = 1_000_000) => z.number().int().min(0).max(most),
  sockets: z.number().int().min(1).max(64),
  cores: z.number().int().min(1).max(65_536),
  vcpus: z.number().int().min(1).max(65_536),
  amount: z.number().min(0).max(1e12),
  currency: z.string().regex(/^[A-Z]{3}$/, 'expected a currency such as EUR or USD'),
};

/** A whole number at least as large, where a sum may be a rounding error above one. */
export const atLeast = (value: number): number => Math.ceil(value - 1e-9);
