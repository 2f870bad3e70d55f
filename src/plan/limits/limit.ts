import { type Sourced, sourced, unverified } from '../../sourced.ts';
import { type Measure, measureWords } from './measures.ts';

export interface Limit {
  measure: Measure;
  most: Sourced;
}

export const published = (measure: Measure, value: number, source: string): Limit => ({
  measure,
  most: sourced(value, measureWords[measure], 'published', source),
});

export const recalled = (measure: Measure, value: number, source: string): Limit => ({
  measure,
  most: unverified(value, measureWords[measure], source, 0),
});
