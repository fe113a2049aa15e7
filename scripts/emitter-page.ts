import type { Emitter } from '#emit/emitter.ts';
import type { OptionValue } from '#emit/options.ts';

/** The page that lists what can be written, with every option. */
export function emitterPage(emitters: readonly Emitter[]): string {
  return [
    '# Emitters',
    'Generated from `emit/`; `npm run generate` writes it. How they are used is in [emit.md](emit.md).',
    ...emitters.map(section),
  ]
    .join('\n\n')
    .concat('\n');
}

function section({ name, summary, inputs, formats, output, effect, options }: Emitter): string {
  const from = inputs.map((table) => `[${table}](facts.md#${table})`).join(', ');
  const fix = effect === 'documentation' ? 'safe' : 'unsafe';
  return [
    `## ${name}`,
    summary,
    [
      `- Goes to \`${output}\` unless the configuration says otherwise`,
      `- Written as ${formats.join(', ')}`,
      ...(from === '' ? [] : [`- Made from ${from}`]),
      `- The fix of [generated/out-of-date](rules/generated/out-of-date.md) is ${fix}`,
    ].join('\n'),
    ...(Object.keys(options).length === 0 ? [] : [optionTable(options)]),
  ].join('\n\n');
}

function optionTable(options: Emitter['options']): string {
  const rows = Object.entries(options).map(([name, { summary, default: value, choices }]) => {
    const one =
      choices === undefined ? '' : ` One of ${choices.map((word) => `\`${word}\``).join(', ')}.`;
    return `| \`${name}\` | ${cell(valueText(value))} | ${cell(summary)}${one} |`;
  });
  return ['| option | default | |', '|---|---|---|', ...rows].join('\n');
}

function valueText(value: OptionValue): string {
  return `\`${JSON.stringify(value)}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
