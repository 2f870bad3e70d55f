import type { z } from 'zod';
import type { Figure } from '../figure.ts';
import type { Host } from '../hosts/host.ts';
import type { Message, Text } from '../message.ts';
import type { BoundableFigure } from '../scenario/expect.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { StudyWords } from '../scenario/schema.ts';
import type { VmKeys } from '../scenario/vm.ts';
import type { Status } from '../sourced.ts';
import type { CaseOf, Column, Row } from './column.ts';
import type { BlockTrace, ImagePages, TaskFile } from './task-file.ts';

/** Cases that are computed together because they share what is costly: one row for each, in this order. */
export interface Task {
  /** Position of each row in the study's result file. */
  cases: readonly number[];
  /** Work beside other tasks of any study, about nanoseconds; the heaviest start first. */
  weight: number;
  /** Hosts the rows are about. */
  hosts: readonly string[];
  /** Files that are read, as named in the scenario. */
  files?: readonly TaskFile[] | undefined;
  /** What the study needs to know, plain data: it crosses threads and is part of the task's identity. */
  data: unknown;
}

/** What a task reads from outside. */
export interface TaskInputs {
  seed: number;
  host(id: string): Host;
  /** Words of the task's memory trace, from the start each time it is asked for. */
  words(): Promise<AsyncIterable<BigUint64Array>>;
  /** Pages of the task's memory images. */
  images(): Promise<ImagePages>;
  /** Accesses of the task's block trace. */
  blockTrace(): Promise<BlockTrace>;
}

/** One term of a result: what it is, how much, and how it is known. */
export interface Term {
  /** Which figure of the row it belongs to. */
  figure: string;
  term: string;
  value: number;
  low: number;
  high: number;
  unit: string;
  status: Status;
  unverified: boolean;
  source: string;
}

export interface Explanation {
  terms: Term[];
  /** What has no price, or other remarks. */
  remarks: Text[];
  /** False when today's constants do not give the stored figure any more. */
  reproduces: boolean;
}

/** What explaining a row may look at. */
export interface ExplainContext {
  scenario: Scenario;
  host(id: string): Host;
}

/** A question asked over the matrix VM x host x technique; its columns give its rows their type. */
export interface Study<R extends Row = Row> extends StudyWords {
  id: string;
  title: Text;
  /** The question in words. */
  asks: Text;
  vmKeys: VmKeys;
  settings: z.ZodObject;
  bounds: readonly (BoundableFigure & { column: keyof R })[];
  columns: readonly Column[];
  /** Cases of a scenario, grouped into tasks; none where the study is made from the rows of others. */
  expand(scenario: Scenario): Task[];
  /** Rows of a task, one per case, without `case_id`. The same wherever it runs. */
  run(task: Task, inputs: TaskInputs): Promise<CaseOf<R>[]>;
  /** Rows made from the complete rows of other studies, without `case_id`. */
  derive?(
    scenario: Scenario,
    rows: Readonly<Record<string, readonly Row[]>>,
    host: (id: string) => Host,
  ): CaseOf<R>[];
  /** The same one by one, each with its place among all, for rows that together fill the memory. */
  deriveEach?(
    scenario: Scenario,
    rows: Readonly<Record<string, readonly Row[]>>,
    host: (id: string) => Host,
  ): { count: number; rows: Iterable<readonly [position: number, row: CaseOf<R>]> };
  /** The name of a case that stays the same when constants or code change. */
  cellName(row: R): string;
  figures(rows: readonly R[]): Figure[];
  sentences(rows: readonly R[]): Message[];
  explain(row: R, context: ExplainContext): Explanation;
}
