import * as v from 'valibot';
import { readToml } from '#linter/toml.ts';
import type { Mutant } from './mutant.ts';

/** Why nobody speaks of mutants of one kind. */
const classSchema = v.strictObject({
  /** `equivalent`: the fleet is as good as before; `uncovered`: no convention asks for it; `undecidable`: only a run or another repository tells. */
  is: v.picklist(['equivalent', 'uncovered', 'undecidable']),
  kinds: v.array(v.picklist(['drop', 'alter', 'copy', 'swap', 'remove'])),
  /** Tables, or columns of them, that the first source of a mutant is of. */
  of: v.array(v.string()),
  /** What the columns of its row are like; a star is any text. */
  where: v.optional(v.record(v.string(), v.union([v.string(), v.array(v.string())])), {}),
  why: v.string(),
});

const fileSchema = v.strictObject({ class: v.array(classSchema) });

export type SilenceClass = v.InferOutput<typeof classSchema>;

/** The reviewed reasons of a fleet; throws where the file is none of such. */
export function readClasses(text: string): readonly SilenceClass[] {
  const read = readToml(text);
  return v.parse(fileSchema, 'value' in read ? read.value : undefined).class;
}

/** The classes that a mutant is of; one, where they are told apart well. */
export function classesOf(
  { kind, sources }: Mutant,
  classes: readonly SilenceClass[],
): readonly SilenceClass[] {
  const [source] = sources;
  if (!source) return [];
  const { table, column, row } = source;
  const name = column === undefined ? table : `${table}.${column}`;
  return classes.filter(
    (each) => each.kinds.includes(kind) && each.of.includes(name) && fits(row, each.where),
  );
}

function fits(row: object, where: SilenceClass['where']): boolean {
  const columns = new Map(Object.entries(row));
  return Object.entries(where).every(([column, expected]) => {
    const value: unknown = columns.get(column);
    const texts = Array.isArray(value) ? value.map(String) : [String(value ?? '')];
    return [expected].flat().some((glob) => texts.some((text) => isLike(text, glob)));
  });
}

function isLike(text: string, glob: string): boolean {
  const parts = glob.split('*').map((part) => part.replaceAll(/[\\^$.+?()[\]{}|/-]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^]*')}$`).test(text);
}
