import { attributeName } from '#analyzer/options/name.ts';
import {
  type ConditionReport,
  type DeclarationReport,
  type DefinitionReport,
  priorityName,
} from '#analyzer/options/report.ts';
import type { Shown } from '#analyzer/options/shown.ts';
import { drawGrid, type GridCell } from '../format/grid.ts';
import { printable } from '../format/printable.ts';
import { nothing } from './cells.ts';
import type { Look } from './look.ts';
import { nixLine, uncoloured } from './nix-text.ts';
import { left } from './sections.ts';

const longestText = 60;

/** Every definition of an option: where it is, what became of it, and why. */
export function definitionsText(definitions: readonly DefinitionReport[], look: Look): string {
  if (definitions.length === 0) return '';
  const { palette, places } = look;
  const rows = definitions.map((definition): GridCell[] => {
    const place = places.text(definition.at);
    const text = contribution(definition.value);
    return [
      { text: definition.state, paint: definition.state === 'used' ? palette.bold : palette.dim },
      { text: priorityText(definition) },
      conditionCell(definition.conditions, look),
      { text },
      { text: place || nothing, paint: palette.dim },
      { text: moduleText(definition, place), paint: palette.dim },
    ];
  });
  const named = rows.some((row) => row.at(-1)?.text !== '');
  const columns = [
    'definition',
    'priority',
    'condition',
    'value',
    'place',
    ...(named ? ['module'] : []),
  ];
  const shown = named ? rows : rows.map((row) => row.slice(0, -1));
  return drawGrid({ columns: columns.map(left), rows: shown }, look);
}

/** What a definition adds; of a set, only the names. */
function contribution(value: Shown): string {
  if (value.kind !== 'set' || value.entries.length === 0) {
    return short(nixLine(value, uncoloured));
  }
  return short(`{ ${value.entries.map(([name]) => printable(attributeName(name))).join(', ')} }`);
}

/** What `mkBefore`, `mkAfter` and `mkOrder` say is part of it. */
function priorityText({ priority, order }: DefinitionReport): string {
  const name = priorityName(priority);
  return order === 1000 ? name : `${name}, mkOrder ${order}`;
}

/** The module, where the place is in another file. */
function moduleText({ file }: DefinitionReport, place: string): string {
  return file === undefined || place.includes(file) ? '' : printable(file);
}

function conditionCell(conditions: readonly ConditionReport[], look: Look): GridCell {
  if (conditions.length === 0) return { text: nothing, paint: look.palette.dim };
  const texts = conditions.map(({ at, holds }) => {
    const source = look.places.source(at);
    const text = source === undefined ? 'a condition' : short(printable(source));
    if (typeof holds !== 'boolean') return `${text} ? ${printable(holds.reason)}`;
    return `${text} is ${holds}`;
  });
  const isOpen = conditions.some(({ holds }) => typeof holds !== 'boolean');
  const text = texts.join(', and ');
  return isOpen ? { text, paint: look.palette.severity.warning } : { text };
}

function short(text: string): string {
  return text.length <= longestText ? text : `${text.slice(0, longestText - 1)}…`;
}

/** How an option is declared in the repository. */
export function declarationsText(declarations: readonly DeclarationReport[], look: Look): string {
  return declarations.map((declaration) => declarationText(declaration, look)).join('\n');
}

function declarationText(declaration: DeclarationReport, look: Look): string {
  const { palette, places } = look;
  const { type, description } = declaration;
  const facts: (readonly [string, string])[] = [
    ['type', type === undefined ? '? not known' : printable(type)],
    ['default', declaration.default ? nixLine(declaration.default, uncoloured) : nothing],
    [
      'description',
      description === undefined ? nothing : printable(description.trim().replace(/\s+/g, ' ')),
    ],
  ];
  const rows = facts.map(([name, text]): GridCell[] => [
    { text: name, paint: palette.dim },
    { text },
  ]);
  const place = places.text(declaration.at);
  return drawGrid({ columns: [left('declared'), left(place)], rows }, look);
}
