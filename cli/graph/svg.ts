import { escaped } from '../format/escape.ts';
import type { Drawing } from './drawing.ts';
import { drawingStyle, themeVariables } from './style.ts';
import { drawingParts } from './svg-parts.ts';

const headHeight = 72;

/** Pictures below one another as one SVG that needs no script and follows the reader's choice of light or dark. */
export function svgText(drawings: readonly Drawing[], title: string): string {
  const width = Math.max(480, ...drawings.map((drawing) => drawing.width));
  let y = 0;
  const parts = drawings.map((drawing) => {
    const { graph } = drawing;
    const top = y;
    y += headHeight + drawing.height;
    return [
      `<g transform="translate(0 ${top})">`,
      `<text class="heading" x="24" y="38">${escaped(graph.title)}</text>`,
      `<text class="about" x="24" y="60">${escaped(graph.about)}</text>`,
      `<g transform="translate(0 ${headHeight})">`,
      drawingParts(drawing, `${graph.kind}-`),
      '</g></g>',
    ].join('\n');
  });
  const style = [
    `svg{${themeVariables('light')}}`,
    `@media (prefers-color-scheme:dark){svg{${themeVariables('dark')}}}`,
    drawingStyle(),
  ].join('\n');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${y}" viewBox="0 0 ${width} ${y}" role="img" aria-label="${escaped(title)}">`,
    `<title>${escaped(title)}</title>`,
    `<style>${style}</style>`,
    '<rect width="100%" height="100%" fill="var(--page)"/>',
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}
