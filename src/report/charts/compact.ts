/** Digits after the point of a coordinate: a hundredth of a pixel is not seen. */
const DIGITS = 2;

const rounded = (text: string) =>
  text.replace(/-?\d+\.\d{3,}/g, (number) => String(Number(Number(number).toFixed(DIGITS))));

const decoded = (text: string) => text.replace(/(\d\.\d{3})\d{3,}/g, '$1');

const hexOf = (_: string, ...channels: string[]) =>
  `#${channels
    .slice(0, 3)
    .map((channel) => Number(channel).toString(16).padStart(2, '0'))
    .join('')}`;

const textGroup = /<g ([^>]*mark-text[^>]*)>((?:<text[^>]*>.*?<\/text>)+)<\/g>/g;

/** What all texts of a group say of themselves, said once by the group. */
function hoisted(_: string, group: string, texts: string): string {
  const openings = texts.match(/<text[^>]*/g) ?? [];
  const shared = (
    openings[0]?.match(/ (?:fill|font-size|font-weight|text-anchor)="[^"]*"/g) ?? []
  ).filter((attribute) => openings.every((opening) => opening.includes(attribute)));
  const rest = texts.replace(/<text[^>]*/g, (opening) =>
    shared.reduce((left, attribute) => left.replace(attribute, ''), opening),
  );
  return `<g ${group}${shared.join('')}>${rest}</g>`;
}

/**
 * The same picture in fewer bytes: coordinates to a hundredth of a pixel, no font beside that of the page, no marks
 * without extent, no texts that are not seen. What a mark stands for moves from `aria-label` to `data-v`, where the page shows it on hover: to
 * screen readers a chart is one picture with a description and a table, not hundreds of labelled paths.
 */
export function compactSvg(svg: string): string {
  return (
    svg
      .replace(/ font-family="[^"]*"/g, '')
      .replace(/ role="graphics-(?:symbol|object|document)"/g, '')
      .replace(/ aria-roledescription="[^"]*"/g, '')
      // What SVG takes where nothing is said.
      .replace(
        / (?:opacity="1"|stroke-width="1"|text-anchor="start"|transform="translate\(0,0\)")(?=[ />])/g,
        '',
      )
      .replace(/<path[^>]*\sd="(?:M[^"h]*h0v[^"]*)?"[^>]*\/>/g, '')
      // Labels of an axis that have no room are drawn unseen.
      .replace(/<text[^>]* opacity="0"[^>]*>(?:[^<]|<\/?tspan[^>]*>)*<\/text>/g, '')
      .replace(/(<text) aria-label="[^"]*"/g, '$1')
      .replace(/<g ([^>]*?) aria-label="[^"]*"/g, '<g $1')
      .replace(
        /<path aria-label="([^"]*)"/g,
        (_, label: string) => `<path data-v="${decoded(label)}"`,
      )
      .replace(/ (?:d|transform|x|y|x1|x2|y1|y2|width|height)="[^"]*"/g, rounded)
      .replace(/rgb\((\d+), (\d+), (\d+)\)/g, hexOf)
      .replace(textGroup, hoisted)
      .replace(/<svg /, '<svg aria-hidden="true" ')
  );
}
