import type { Figure } from '../figure.ts';
import type { Message, Text } from '../message.ts';
import { studyWords } from '../messages/studies.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { limited } from '../tables/limited-figure.ts';
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

/** Sentences told of one study; with more VMs than a person reads about, the tables say the rest. */
const MOST_SENTENCES = 200;

function told(sentences: readonly Message[]): Message[] {
  const left = sentences.length - MOST_SENTENCES;
  if (left <= 0) return [...sentences];
  return [...sentences.slice(0, MOST_SENTENCES), studyWords.moreSentences({ left })];
}

export function answerOf(
  scenario: Scenario,
  rows: Readonly<Record<string, readonly Row[]>>,
): SweepAnswer {
  const studies = Object.entries(rows).map(([id, list]): StudyAnswer => {
    const { title, asks, sentences, figures } = studyById(id);
    const shown = figures(list).map((figure) => limited(figure));
    return { id, title, asks, sentences: told(sentences(list)), figures: shown };
  });
  const misses = checkExpectations(scenario, rows);
  return { studies, misses, missed: expectationFigures(misses) };
}
