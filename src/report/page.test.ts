import { expect, it } from 'vitest';
import { html } from './html.ts';
import { renderPage } from './page.ts';

const page = () => ({
  title: '<script>alert(1)</script>',
  provenance: { command: 'virtcost run "a & b"' },
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
  const text = await renderPage(page());
  expect(text).not.toContain('<script>alert');
  expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(text).toContain('&lt;b&gt;not bold');
  expect(text.match(/<script/g)).toHaveLength(1);
});

it('the page loads nothing: no address, no import, a closed content policy', async () => {
  const text = await renderPage(page());
  expect(text).toContain('default-src &#39;none&#39;');
  expect(text.replaceAll(/xmlns(:xlink)?="[^"]*"/g, '')).not.toMatch(/(src|href)="?(https?:)?\/\//);
});

it('the same page renders to the same bytes, with the chart drawn without scripts', async () => {
  const text = await renderPage(page());
  expect(await renderPage(page())).toBe(text);
  expect(text).toMatch(/<svg[^>]*class="marks"/);
  expect(text).toContain('Table of A chart</bdi></summary>');
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
    renderPage({
      title: 'T',
      provenance: {},
      sections: [{ id: 's', title: 'S', text: html``, figures: [table(count)] }],
    });
  const text = await of(2);
  expect(text).toContain('<figure id="named"><figcaption><strong>A table</strong></figcaption>');
  expect(text).toContain(
    '<td>&lt;i&gt;0</td><td class="n">—</td><td><bdi data-zh="否">no</bdi></td>',
  );
  expect(text).toContain(
    '<td>&lt;i&gt;1</td><td class="n" data-value="0.3333333333333333">0.3333</td><td><bdi data-zh="是">yes</bdi></td>',
  );
  expect(text).not.toContain('<summary>');
  expect(await of(13)).toContain('>A table: 13 rows</bdi></summary>');
});
