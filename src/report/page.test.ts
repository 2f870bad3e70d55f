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
      body: html`<p>${'<b>not bold</b>'}</p>`,
      charts: [
        {
          id: 'chart',
          title: 'A chart',
          description: 'Two bars.',
          table: [{ technique: 'full', ratio: 1.5 }],
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
  expect(text).toContain('<summary>Table of A chart</summary>');
});
