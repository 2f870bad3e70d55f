import { expect, it } from 'vitest';
import { origin, pageOf, summary } from '../../test/pages.ts';
import { area } from '../message.ts';
import { html } from './html.ts';
import { renderPage } from './page.ts';

const page = () => ({
  title: '<script>alert(1)</script>',
  summary,
  sections: [
    {
      id: 'overhead',
      title: 'Overhead',
      text: html`<p>${'<b>not bold</b>'}</p>`,
      figures: [
        {
          id: 'chart',
          title: 'A chart',
          description: 'Two bars.',
          rows: [{ technique: 'full', ratio: 1.5 }],
          spec: {
            data: { values: [{ technique: '</svg><script>', ratio: 1.5 }] },
            mark: 'bar' as const,
            encoding: {
              x: { field: 'ratio', type: 'quantitative' as const },
              y: { field: 'technique', type: 'nominal' as const },
            },
          },
        },
      ],
    },
  ],
});

it('names from outside never become markup', async () => {
  const text = await renderPage(page(), origin);
  expect(text).not.toContain('<script>alert');
  expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(text).toContain('&lt;b&gt;not bold');
  expect(text.match(/<script/g)).toHaveLength(1);
});

it('the page loads nothing: no address, no import, a closed content policy', async () => {
  const text = await renderPage(page(), origin);
  expect(text).toContain('default-src &#39;none&#39;');
  expect(text.replaceAll(/xmlns(:xlink)?="[^"]*"/g, '')).not.toMatch(/(src|href)="?(https?:)?\/\//);
});

it('the same page renders to the same bytes, with the chart drawn without scripts', async () => {
  const text = await renderPage(page(), origin);
  expect(await renderPage(page(), origin)).toBe(text);
  expect(text).toMatch(/<svg[^>]*class="marks"/);
  expect(text).toContain('As a table</bdi></summary>');
});

it('a figure without a chart is a table: no number, yes and no in words, names escaped', async () => {
  const table = (count: number) => ({
    id: 'named',
    title: 'A table',
    description: '',
    rows: Array.from({ length: count }, (_, i) => ({
      name: `<i>${i}`,
      share: i === 0 ? null : i / 3,
      fits: i > 0,
    })),
  });
  const of = (count: number) =>
    pageOf([{ id: 's', title: 'S', text: html``, figures: [table(count)] }]);
  const text = await of(2);
  expect(text).toContain('<figure id="named"><figcaption><strong>A table</strong></figcaption>');
  expect(text).toContain(
    '<td>&lt;i&gt;0</td><td class="n">—</td><td><bdi data-zh="否">no</bdi></td>',
  );
  expect(text).toContain(
    '<td>&lt;i&gt;1</td><td class="n" data-value="0.3333333333333333">0.3333</td><td><bdi data-zh="是">yes</bdi></td>',
  );
  expect(text).not.toContain('<summary>A table');
  expect(await of(13)).toContain('>13 rows</bdi></summary>');
});

it('opens with question, plain answer, key figures, advice, doubt and command, and dates itself', async () => {
  const text = await pageOf([], {
    summary: {
      ...summary,
      sentence: 'It takes 1.5 s. Not more.',
      verdict: 'yes',
      whatIfs: ['Then 2 s.'],
    },
  });
  expect(text).toContain('<p class="lead yes"><strong>It takes 1.5\u00a0s.</strong> Not more.</p>');
  const order = [
    'Is it so?',
    'It takes',
    'Then 2\u00a0s.',
    'How much',
    'Do nothing.',
    'Sure.',
    'Nothing.',
    'virtcost run',
    '2026-01-31',
  ];
  const places = order.map((part) => text.indexOf(part, text.indexOf('<h1>')));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(places).not.toContain(-1);
});

it('an answer in two languages is cut after its first sentence in each', async () => {
  const { both } = area('test', { both: { en: 'It fits. With room.', zh: '放得下。还有余量。' } });
  const text = await pageOf([], { summary: { ...summary, sentence: both() } });
  expect(text).toContain('<strong><bdi data-zh="放得下。">It fits.</bdi></strong>');
  expect(text).toContain('<bdi data-zh="还有余量。"> With room.</bdi>');
});

it('sections are open, printed or folded by their depth, and say what they hold while folded', async () => {
  const section = (id: string, depth?: 'first' | 'second') => ({
    ...{ id, title: id, text: html``, figures: page().sections[0]!.figures },
    ...(depth ? { depth } : {}),
  });
  const text = await pageOf([
    section('a', 'first'),
    { ...section('b', 'second'), gist: 'so much' },
    section('c'),
  ]);
  expect(text).toContain('<section id="a" class="part first"><details open>');
  expect(await pageOf([section('d'), section('e')])).toContain(
    '<section id="d" class="part first">',
  );
  expect(text).toContain(
    '<section id="b" class="part second"><details><summary><h2>b</h2><span class="gist">so much</span>',
  );
  expect(text).toMatch(
    /<section id="c" class="part third"><details><summary><h2>c<\/h2><span class="gist"><bdi[^>]*>1 chart</,
  );
});

it('explains the marks of how numbers are known where they are used, and those alone', async () => {
  const of = (known: string) =>
    pageOf([
      {
        id: 's',
        title: 'S',
        text: html``,
        figures: [{ id: 't', title: 'T', description: '', rows: [{ known }] }],
      },
    ]);
  expect(await of('plain')).not.toContain('<ul class="marks"');
  const marked = await of('◆ published');
  expect(marked).toContain('引自已查阅的公开资料');
  expect(marked).not.toContain('路径已知但没有实测数值');
});
