import { type Figure, limited } from '../figure.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Row } from './column.ts';
import { checkExpectations, expectationFigures, type Miss } from './expectations.ts';
import { studyById } from './index.ts';
import type { Sentence } from './study.ts';
import { inWords } from './words.ts';

/** What a study answers, ready to be shown. */
export interface StudyAnswer {
  id: string;
  title: string;
  asks: string;
  sentences: string[];
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

function told(sentences: readonly Sentence[]): string[] {
  const words = sentences.slice(0, MOST_SENTENCES).map(inWords);
  const left = sentences.length - words.length;
  return left > 0 ? [...words, inWords({ key: 'more', values: { count: String(left) } })] : words;
}

export function answerOf(
  scenario: Scenario,
  rows: Readonly<Record<string, readonly Row[]>>,
): SweepAnswer {
  const studies = Object.entries(rows).map(([id, list]): StudyAnswer => {
    const { title, asks, sentences, figures } = studyById(id);
    const figuresShown = figures(list).map(limited);
    return { id, title, asks, sentences: told(sentences(list)), figures: figuresShown };
  });
  const misses = checkExpectations(scenario, rows);
  return { studies, misses, missed: expectationFigures(misses).map(limited) };
}
