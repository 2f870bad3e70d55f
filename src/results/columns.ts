/** Rows of stored results and the columns of study steady, as the rest of the program names them. */
export type { Row } from '../studies/column.ts';
export { estimatedColumn, partColumn } from '../studies/steady/columns.ts';
