import type { Figure } from '../figure.ts';
import type { Html } from './html.ts';

/** One section of the report: heading, prose, then figures; all numbers but those of sentences stand in figures. */
export interface Section {
  id: string;
  title: string;
  text: Html;
  figures: readonly Figure[];
}
