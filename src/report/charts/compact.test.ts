import { expect, it } from 'vitest';
import { compactSvg } from './compact.ts';

it('says once what all texts of a group share, colours in short, and nothing that is so anyway or not seen', () => {
  const svg =
    '<svg ><g class="mark-text role-axis-label"><text fill="rgb(1, 20, 255)" font-size="11px">a</text>' +
    '<text fill="rgb(1, 20, 255)" font-size="12px"><tspan>b</tspan></text>' +
    '<text fill="rgb(1, 20, 255)" opacity="0"><tspan>c</tspan></text></g>' +
    '<path aria-label="x: 1" stroke-width="1" d="M0,0h1.23456v1Z"/><path stroke-width="1.5" d="M0,0h2v1"/></svg>';
  expect(compactSvg(svg)).toBe(
    '<svg aria-hidden="true" ><g class="mark-text role-axis-label" fill="#0114ff"><text font-size="11px">a</text>' +
      '<text font-size="12px"><tspan>b</tspan></text></g>' +
      '<path data-v="x: 1" d="M0,0h1.23v1Z"/><path stroke-width="1.5" d="M0,0h2v1"/></svg>',
  );
});
