import type { Figure } from '../figure.ts';
import type { Message, Text } from '../message.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Row } from './column.ts';
import { checkExpectations, expectationFigures, type Miss } from './expectations.ts';
import { studyById } from './index.ts';

/** What a study answers, ready to be shown. */
export interface StudyAnswer {
  id: string;
  title: Text;
  asks: Text;
  sentences: Message[];
  figures: Figure[];
}

/** The answer of a run: that of each study, and what the scenario expected and did not get. */
export interface SweepAnswer {
  studies: StudyAnswer[];
  misses: Miss[];
  missed: Figure[];
}

export function answerOf(
  scenario: Scenario,
  rows: Readonly<Record<string, readonly Row[]>>,
): SweepAnswer {
  const studies = Object.entries(rows).map(([id, list]): StudyAnswer => {
    const { title, asks, sentences, figures } = studyById(id);
    return { id, title, asks, sentences: sentences(list), figures: figures(list) };
  });
  const misses = checkExpectations(scenario, rows);
  return { studies, misses, missed: expectationFigures(misses) };
}
