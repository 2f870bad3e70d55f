import { type Text, type Vocabulary, vocabulary } from '../message.ts';
import { needs } from './studies.ts';
import { costParts, statuses, techniqueNames, techniqueTitles } from './terms.ts';

/** Verdicts, mechanisms and other words that cells of tables hold. */
export const cellWords = vocabulary('cell', {
  zh: {
    none: '无',
    nothing: '无',
    yes: '是',
    no: '否',
    completes: '能完成',
    never: '无法完成',
    'too-close': '难以判定',
    cannot: '不支持',
  },
});

type Words = Vocabulary<string>;

/** Which words a column may hold, by its heading. A column that is not here shows its texts as they are: names. */
const columns: Readonly<Record<string, readonly Words[]>> = {
  technique: [techniqueNames, techniqueTitles] as Words[],
  part: [costParts as Words],
  known: [statuses as Words],
  status: [statuses as Words],
  lacks: [needs, cellWords] as Words[],
  verdict: [cellWords as Words],
};

/** A text in a column, in words that know the other languages where it is one of the column's own. */
export function cellText(heading: string, cell: string): Text {
  for (const lookUp of Object.hasOwn(columns, heading) ? columns[heading]! : []) {
    const text = lookUp(cell);
    if (typeof text !== 'string') return text;
  }
  return cell;
}
