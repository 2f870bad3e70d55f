import type { Text } from '../../../message.ts';
import { planPartWords as words } from '../../../messages/plan-parts.ts';
import { ruleWords } from '../../../messages/plan-rules.ts';
import { terms } from '../../../messages/terms.ts';
import type { PlanRule, RuleAnswer } from '../../../plan/rules/rule.ts';
import { html } from '../../html.ts';
import { type FigureRow, type Section, tableFigure } from '../../section.ts';

/** A rule worked out for some inputs. */
export interface RuleCase {
  inputs: unknown;
  answer: RuleAnswer;
}

const statusOf = ({ status, unverified }: PlanRule) => (unverified ? 'unverified' : status);

/** The rules with source, date and status: one row each. */
export const ruleRows = (rules: readonly PlanRule[]): FigureRow[] =>
  rules.map((rule) => ({
    id: rule.id,
    what: ruleWords(rule.title),
    rule: ruleWords(rule.rule),
    status: statusOf(rule),
    date: rule.date,
    source: rule.source,
  }));

const inputText = (inputs: unknown) =>
  Object.entries(inputs as Record<string, unknown>)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(' ');

const caseRows = (cases: readonly RuleCase[]): FigureRow[] =>
  cases.map(({ inputs, answer }) => ({ inputs: inputText(inputs), ...answer.values }));

const termRows = (cases: readonly RuleCase[]): FigureRow[] =>
  cases.slice(0, 1).flatMap(({ answer }) => (answer.terms ?? []).map((term) => ({ ...term })));

/** What to know before results are used, each once. */
export const notesOf = (cases: readonly RuleCase[]): Text[] =>
  [...new Set(cases.flatMap(({ answer }) => answer.notes ?? []))].map((text) => ruleWords(text));

/** The table of rules, or one rule with its results for inputs. */
export function ruleSections(rules: readonly PlanRule[], cases: readonly RuleCase[]): Section[] {
  const steps = termRows(cases);
  return [
    ...(cases.length > 0
      ? [
          {
            id: 'rule-results',
            title: words.results(),
            text: html`<p>${terms.sentences({ texts: notesOf(cases) })}</p>`,
            figures: [
              tableFigure('rule-result-table', words.resultTable(), caseRows(cases)),
              ...(steps.length > 0 ? [tableFigure('rule-terms', words.ruleTerms(), steps)] : []),
            ],
          },
        ]
      : []),
    {
      id: 'rules',
      title: words.rulesTitle(),
      text: html`<p>${words.rulesText()}</p>`,
      figures: [tableFigure('rule-table', words.ruleTable(), ruleRows(rules))],
    },
  ];
}
