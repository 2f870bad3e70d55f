import { deflateRawSync } from 'node:zlib';
import { liveWords as words } from '../messages/live.ts';
import { Html, html } from './html.ts';

const codes = {
  blocks: () => import('./client/generated/live-blocks.ts'),
  dedup: () => import('./client/generated/live-dedup.ts'),
  migrate: () => import('./client/generated/live-migrate.ts'),
  plan: () => import('./client/generated/live-plan.ts'),
  run: () => import('./client/generated/live-run.ts'),
  translate: () => import('./client/generated/live-translate.ts'),
} as const;

/** What a page computes itself: which worker, and the data it is opened with. */
export interface Live {
  model: keyof typeof codes;
  data: Readonly<Record<string, unknown>>;
  /** Rows that are held against what is computed again; left out where they would make the page too large. */
  bulk?: Readonly<Record<string, unknown>>;
}

/** Of data in a page, deflated: a page is sent by mail. Rows beside the question, and the question. */
const MOST_BULK = 120_000;
const MOST_BYTES = 300_000;

const packed = (value: unknown): Buffer => deflateRawSync(JSON.stringify(value), { level: 9 });

/** Whether some data alone is past what a page carries: what holds it then need not be written out. */
export const isPastPage = (value: unknown): boolean => packed(value).length > MOST_BYTES;

/**
 * The panel, hidden until scripts run; the worker and its data as text no browser runs by itself. Nothing where the
 * question is too large to travel with the page.
 */
export async function liveHtml({ model, data, bulk = {} }: Live): Promise<Html | undefined> {
  const whole = packed({ ...data, ...bulk });
  const bytes = whole.length <= MOST_BULK ? whole : packed(data);
  if (bytes.length > MOST_BYTES) return undefined;
  const { code } = await codes[model]();
  const kept = (id: string, text: string) =>
    html`<script type="text/plain" id="${id}" data-model="${model}">${new Html(text)}</script>`;
  return html`<section class="sheet live" id="what-if" aria-label="${words.title()}" hidden><details><summary><h2>${words.title()}</h2><span class="gist">${words.gist()}</span></summary><div class="inside"></div></details></section>${kept('live-code', code)}${kept('live-data', bytes.toString('base64'))}`;
}
