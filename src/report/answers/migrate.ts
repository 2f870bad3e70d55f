import type { MigrationQuestion } from '../../model/migration/question.ts';
import {
  answerMigration,
  type Beside,
  type MigrationAnswer,
} from '../../model/migration/what-if.ts';
import { migrationSections } from '../sections/migration.ts';
import { migrationSentence } from '../sections/migration-sentence.ts';
import { migrateSummary } from '../summaries/migrate.ts';
import type { PageAnswer } from './page-answer.ts';

/** What a migration comes to, without what stands beside the prediction. */
export function migrateLook(question: MigrationQuestion): Omit<PageAnswer, 'sections'> {
  const answer = answerMigration(question, 'nothing');
  return { summary: migrateSummary(answer, migrationSentence(answer)) };
}

/** One migration, answered: what `virtcost migrate` says and the panel of its page. */
export function migratePage(
  question: MigrationQuestion,
  beside: Beside = 'all',
): PageAnswer & { answer: MigrationAnswer } {
  const answer = answerMigration(question, beside);
  return {
    answer,
    summary: migrateSummary(answer, migrationSentence(answer)),
    sections: migrationSections(answer),
  };
}
