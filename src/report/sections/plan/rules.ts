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
    what: rule.title,
    rule: rule.rule,
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

const INTRO = html`<p>Rules of others, with the text they were read in and its date. Prices are never part of them.
  Contracts differ: check yours; nothing here is legal advice.</p>`;

/** The table of rules, or one rule with its results for inputs. */
export function ruleSections(rules: readonly PlanRule[], cases: readonly RuleCase[]): Section[] {
  const terms = termRows(cases);
  return [
    ...(cases.length > 0
      ? [
          {
            id: 'rule-results',
            title: 'Results',
            text: html`<p>${[...new Set(cases.flatMap(({ answer }) => answer.notes ?? []))].join(' ')}</p>`,
            figures: [
              tableFigure('rule-result-table', 'Results by inputs', caseRows(cases)),
              ...(terms.length > 0
                ? [tableFigure('rule-terms', 'Terms of the first result', terms)]
                : []),
            ],
          },
        ]
      : []),
    {
      id: 'rules',
      title: 'Rules of licences and sizing',
      text: INTRO,
      figures: [tableFigure('rule-table', 'Rules with source and date', ruleRows(rules))],
    },
  ];
}
