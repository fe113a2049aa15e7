import { sizes } from './drawing.ts';
import { edgeLooks, type KindLook, nodeLooks } from './kinds.ts';

const neutral = {
  light: {
    page: '#f6f7f9',
    card: '#ffffff',
    text: '#16181d',
    dim: '#5b6472',
    line: '#d5dae1',
    frame: '#eef1f5',
    focus: '#1d4ed8',
    doubt: '#9a3412',
  },
  dark: {
    page: '#101318',
    card: '#1a1f27',
    text: '#e8ebf0',
    dim: '#98a2b3',
    line: '#343c48',
    frame: '#161a21',
    focus: '#93c5fd',
    doubt: '#fdba74',
  },
} as const;

export type Theme = keyof typeof neutral;

/** The colours of a theme as CSS variables. */
export function themeVariables(theme: Theme): string {
  const own = Object.entries(neutral[theme]).map(([name, colour]) => `--${name}:${colour}`);
  const kinds = (prefix: string, looks: { readonly [kind: string]: KindLook }): string[] => {
    return Object.entries(looks).map(([kind, look]) => `--${prefix}-${kind}:${look[theme]}`);
  };
  return [...own, ...kinds('n', nodeLooks), ...kinds('e', edgeLooks)].join(';');
}

/** How pictures look; colours are variables. */
export function drawingStyle(): string {
  const nodes = Object.keys(nodeLooks).map((kind) => `.n-${kind}{--own:var(--n-${kind})}`);
  const edges = Object.keys(edgeLooks).map((kind) => `.e-${kind}{--own:var(--e-${kind})}`);
  return `
text{font-family:Inter,"Segoe UI",Roboto,"Helvetica Neue",Arial,"Liberation Sans",sans-serif;fill:var(--text)}
.box{fill:none;stroke:var(--line);stroke-width:1}
.face{fill:var(--card)}
.stripe{fill:var(--own)}
.label{font-size:${sizes.label}px;font-weight:600}
.line{font-size:${sizes.line}px;fill:var(--dim)}
.doubtful .box{stroke:var(--own);stroke-dasharray:5 4}
.doubtful .stripe{fill-opacity:.35}
.frame rect{fill:var(--frame);stroke:var(--line)}
.frame.open rect{stroke:var(--dim);stroke-dasharray:7 5}
.frame text{font-size:${sizes.frameTitle}px;font-weight:600;fill:var(--dim)}
.edge path{fill:none;stroke:var(--own);stroke-width:1.4;stroke-opacity:.75}
.edge.doubtful path{stroke-dasharray:5 4}
.edge text{font-size:${sizes.edgeLabel}px;fill:var(--dim)}
.edge .back{fill:var(--page);fill-opacity:.85}
.arrow{fill:var(--own)}
.heading{font-size:20px;font-weight:700}
.about{font-size:12.5px;fill:var(--dim)}
${nodes.join('')}${edges.join('')}`.trim();
}
