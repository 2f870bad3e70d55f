import { languages } from '../language.ts';
import type { Text } from '../message.ts';
import { headings } from '../messages/headings.ts';
import { page as words } from '../messages/page.ts';
import type { Summary } from '../summary.ts';
import { escapeHtml, Html, html } from './html.ts';
import { unbroken } from './unbroken.ts';

/** Where a page comes from: nothing of it is in the result files. */
export interface Origin {
  /** The command that was given, whole, but for options that cannot change the answer. */
  command: string;
  /** The day it was asked, as 2026-11-29. */
  date: string;
  version: string;
}

/** Where the first sentence ends: numbers and names have other full stops. */
function endOfFirst(text: string): number {
  const end = /[.!?](?= [A-Z0-9])|。(?=.)/.exec(text);
  return end ? end.index + 1 : text.length;
}

/** A part of a text as markup that knows the other languages. */
function partOf(text: Text, pick: (text: string) => string): Html {
  if (typeof text === 'string') return html`${unbroken(pick(text))}`;
  return new Html((language) => {
    const others = languages
      .filter((other) => other !== language)
      .map((other) => ` data-${other}="${escapeHtml(unbroken(pick(text.in(other))))}"`);
    return `<bdi${others.join('')}>${escapeHtml(unbroken(pick(text.in(language))))}</bdi>`;
  });
}

/** A whole text of the opening. */
const whole = (text: Text): Html => partOf(text, (all) => all);

/** The plain answer, large, and what is said beside it. */
function leadHtml({ sentence, verdict }: Summary): Html {
  const first = partOf(sentence, (text) => text.slice(0, endOfFirst(text)));
  const rest = partOf(sentence, (text) => text.slice(endOfFirst(text)));
  return html`<p class="lead ${verdict ?? ''}"><strong>${first}</strong>${rest}</p>`;
}

const adviceHtml = ({ advice }: Summary): Html =>
  html`<ol>${advice.map(({ action, gain }) => html`<li>${whole(action)} <em class="gain">${whole(gain)}</em></li>`)}</ol>`;

/** The opening: the question, the answer, the few numbers, what to do, how sure. */
export function mastheadHtml(summary: Summary, { command, date, version }: Origin): Html {
  const { question, inputs, whatIfs = [], keyFigures, confidence, wouldChange } = summary;
  const values = Object.entries({ ...inputs, command, date, 'virtcost version': version });
  return html`<header class="sheet"><div class="top"><b>virtcost</b><time datetime="${date}">${date}</time><span class="right" data-tools></span></div>
<h1>${question}</h1>
${leadHtml(summary)}
${whatIfs.length > 0 ? html`<ul class="what-ifs">${whatIfs.map((text) => html`<li>${whole(text)}</li>`)}</ul>` : ''}
<ul class="keys" aria-label="${words.keyFigures()}">${keyFigures.map(({ name, value, note }) => html`<li><span>${whole(name)}</span><b>${whole(value)}</b>${note && html`<span>${whole(note)}</span>`}</li>`)}</ul>
<div class="brief"><div><h2>${words.toDo()}</h2>${adviceHtml(summary)}</div>
<div><h2>${words.howSure()}</h2><p>${whole(confidence)}</p><h2>${words.wouldChange()}</h2><p>${whole(wouldChange)}</p></div></div>
<details class="asked" id="asked"><summary>${words.asked()} <code>${command}</code></summary><dl>${values.map(([name, value]) => html`<dt>${headings(name)}</dt><dd>${value}</dd>`)}</dl></details></header>`;
}
