import type { Summary } from '../summary.ts';
import { type Html, html } from './html.ts';

/** Where a page comes from: nothing of it is in the result files. */
export interface Origin {
  /** The command that was given, whole, but for options that cannot change the answer. */
  command: string;
  /** The day it was asked, as 2026-11-29. */
  date: string;
  version: string;
}

/** The plain answer, large, and what is said beside it. */
function leadHtml({ sentence, verdict }: Summary): Html {
  // The first full stop that ends a sentence: numbers and names have others.
  const end = /[.!?](?= [A-Z0-9])/.exec(sentence);
  const cut = end ? end.index + 1 : sentence.length;
  return html`<p class="lead ${verdict ?? ''}"><strong>${sentence.slice(0, cut)}</strong>${sentence.slice(cut)}</p>`;
}

const adviceHtml = ({ advice }: Summary): Html =>
  html`<ol>${advice.map(({ action, gain }) => html`<li>${action} <em class="gain">${gain}</em></li>`)}</ol>`;

/** The opening: the question, the answer, the few numbers, what to do, how sure. */
export function mastheadHtml(summary: Summary, { command, date, version }: Origin): Html {
  const { question, inputs, whatIfs = [], keyFigures, confidence, wouldChange } = summary;
  const values = Object.entries({ ...inputs, command, date, 'virtcost version': version });
  return html`<header class="sheet"><div class="top"><b>virtcost</b><time datetime="${date}">${date}</time><span class="right" data-tools></span></div>
<h1>${question}</h1>
${leadHtml(summary)}
${whatIfs.length > 0 ? html`<ul class="what-ifs">${whatIfs.map((text) => html`<li>${text}</li>`)}</ul>` : ''}
<ul class="keys" aria-label="Key figures">${keyFigures.map(({ name, value, note }) => html`<li><span>${name}</span><b>${value}</b>${note && html`<span>${note}</span>`}</li>`)}</ul>
<div class="brief"><div><h2>What to do</h2>${adviceHtml(summary)}</div>
<div><h2>How sure</h2><p>${confidence}</p><h2>What would change it</h2><p>${wouldChange}</p></div></div>
<details class="asked" id="asked"><summary>Asked with <code>${command}</code></summary><dl>${values.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl></details></header>`;
}
