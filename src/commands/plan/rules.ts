import type { Command } from 'commander';
import { z } from 'zod';
import { nth, present } from '../../elements.ts';
import { badInput, printable, UserError } from '../../errors.ts';
import { naming } from '../../files/naming.ts';
import { parseJson } from '../../files/parse-json.ts';
import { readYaml } from '../../files/read-yaml.ts';
import { planPartWords } from '../../messages/plan-parts.ts';
import { ruleWords } from '../../messages/plan-rules.ts';
import { planRuleById, planRules } from '../../plan/rules/index.ts';
import type { PlanRule } from '../../plan/rules/rule.ts';
import { figuresOf, tableFigure } from '../../report/section.ts';
import { notesOf, type RuleCase, ruleSections } from '../../report/sections/plan/rules.ts';
import { plainSummary } from '../../report/summaries/plain.ts';
import { printAnswer } from '../../terminal/answer.ts';
import { blankLine, note, printJson, say } from '../../terminal/output.ts';
import { examples } from '../examples.ts';
import { writeAnswerPage } from '../write-page.ts';

const MOST_CASES = 10_000;
const caseList = z.array(z.record(z.string(), z.unknown())).min(1).max(MOST_CASES);

/** `key=value` with values as JSON where they are JSON, and text otherwise. */
function inputsOf(words: readonly string[]): Record<string, unknown> {
  const given = new Set<string>();
  return Object.fromEntries(
    words.map((word) => {
      const at = word.indexOf('=');
      const name = word.slice(0, Math.max(0, at));
      if (given.has(name))
        throw new UserError(printable(`expected each input once, found ${name} twice.`));
      given.add(name);
      if (at < 1)
        throw new UserError(
          printable(`expected inputs as NAME=VALUE such as sockets=2, found "${word}".`),
        );
      const text = word.slice(at + 1);
      try {
        return [word.slice(0, at), parseJson(text)];
      } catch {
        return [word.slice(0, at), text];
      }
    }),
  );
}

function ruleOf(id: string): PlanRule {
  const rule = planRuleById(id);
  if (rule) return rule;
  throw badInput({
    expected: `a rule (${planRules.map((each) => each.id).join(', ')})`,
    found: `"${printable(id, 60)}"`,
  });
}

async function casesOf(
  rule: PlanRule,
  words: readonly string[],
  file: string | undefined,
): Promise<RuleCase[]> {
  const given = words.length > 0 ? [inputsOf(words)] : [];
  const listed = file === undefined ? [] : (await readYaml(file, caseList, 'the cases')).value;
  const answered = (inputs: RuleCase['inputs']) => ({ inputs, answer: rule.answer(inputs) });
  const where = (i: number) => `${file}: case ${i + 1} of ${listed.length}`;
  return [
    ...given.map(answered),
    ...listed.map((inputs, i) => naming(where(i), () => answered(inputs))),
  ];
}

const bare = ({ inputs, ...rule }: PlanRule) => ({
  ...rule,
  inputs: z.toJSONSchema(inputs, { io: 'input' }),
});

/** The rules in a width a terminal has; --json and --html have their words and sources. */
const shortTable = tableFigure(
  'rule-names',
  planPartWords.ruleNames(),
  planRules.map(({ id, title, date }) => ({ id, what: ruleWords(title), date })),
);

interface RulesOptions {
  cases?: string;
  html?: string;
  json?: boolean;
}

async function runRules(
  id: string | undefined,
  words: readonly string[],
  options: RulesOptions,
): Promise<void> {
  if (id === undefined && options.cases !== undefined)
    throw new UserError(
      '--cases: expected the rule it is for, such as plan rules windows --cases FILE.',
    );
  const rules = id === undefined ? planRules : [ruleOf(id)];
  const cases = id === undefined ? [] : await casesOf(ruleOf(id), words, options.cases);
  const [rule] = rules;
  const sentence =
    cases.length === 1
      ? nth(cases, 0).answer.sentence
      : cases.length > 1
        ? planPartWords.casesDone({ title: ruleWords(present(rule).title), n: cases.length })
        : id === undefined
          ? planPartWords.rulesListed({ n: rules.length })
          : planPartWords.ruleSays({
              title: ruleWords(present(rule).title),
              rule: ruleWords(present(rule).rule),
            });
  const sections = ruleSections(rules, cases);
  const summary = plainSummary({
    question:
      rule && id !== undefined
        ? planPartWords.whatGives({ rule: rule.id })
        : planPartWords.whichRules(),
    inputs: { rule: id ?? 'all', cases: String(cases.length) },
    sentence,
    figures: figuresOf(sections),
    advice: [
      cases.length > 0
        ? {
            action: planPartWords.checkNotes(),
            gain: planPartWords.checkNotesGain(),
          }
        : {
            action: planPartWords.giveInputs(),
            gain: planPartWords.giveInputsGain(),
          },
    ],
  });
  if (options.html) {
    await writeAnswerPage(options.html, {
      title: planPartWords.rulesTitle(),
      summary,
      sections,
    });
    note(options.html);
  }
  if (options.json)
    return printJson({
      sentence,
      exitCode: 0,
      summary,
      rules: rules.map(bare),
      results: cases.map(({ inputs, answer }) => ({ inputs, ...answer })),
      figures: figuresOf(sections),
    });
  const tables = figuresOf(sections).filter(({ id: figure }) => figure !== 'rule-table');
  printAnswer(sentence, tables.length > 0 ? tables : [shortTable]);
  if (rule && id !== undefined) {
    blankLine();
    say(planPartWords.says({ rule: ruleWords(rule.rule) }));
    say(planPartWords.readIn({ source: rule.source, date: rule.date }));
  }
  for (const text of notesOf(cases)) note(text);
}

/** `virtcost plan rules [RULE] [NAME=VALUE...]`: published rules of licences and sizing, and what they give. */
export function planRulesCommand(plan: Command): void {
  plan
    .command('rules')
    .addHelpText(
      'after',
      examples(
        'plan rules',
        'plan rules kubevirt_overhead mem=8192 vcpu=4',
        "plan rules vmware_cores 'hosts=[[2,8],[2,24]]'",
      ),
    )
    .description(
      'published rules of licences and sizing, with source and date, worked out for inputs',
    )
    .argument('[rule]', planRules.map((rule) => rule.id).join(', '))
    .argument('[inputs...]', 'NAME=VALUE; lists and objects as JSON')
    .option('--cases <file>', 'YAML or JSON list of inputs, all worked out')
    .option('--html <file>', 'write the answer as a page')
    .option('--json', 'print one JSON document on standard output')
    .action(runRules);
}
