import { parentPort, workerData } from 'node:worker_threads';
import { openParquet, type ParquetFooter, type ParquetRow } from './parquet-decode.ts';

/** A question to this worker: nothing for the footer, or the rows of one group. */
export type ParquetQuestion = { from: number; count: number } | null;

export type ParquetAnswer =
  | { footer: ParquetFooter }
  | { rows: ParquetRow[] }
  | { failure: string; code: string | undefined };

const opened = openParquet(workerData as string);
// Its failure is told when the footer is asked for.
opened.catch(() => {});

async function answer(question: ParquetQuestion): Promise<ParquetAnswer> {
  try {
    const { footer, read } = await opened;
    return question === null ? { footer } : { rows: await read(question.from, question.count) };
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    return { failure: message, code };
  }
}

parentPort?.on('message', async (question: ParquetQuestion) => {
  parentPort?.postMessage(await answer(question));
});
