/** What an option of an emitter may be set to. */
export type OptionValue =
  | boolean
  | number
  | string
  | readonly string[]
  | Readonly<Record<string, string>>;

/** One option of an emitter. The type of the default is the type of the option. */
export interface EmitterOption {
  readonly summary: string;
  readonly default: OptionValue;
  /** The only values that a text, or each text of a list, may have. */
  readonly choices?: readonly string[];
}

export type EmitterOptions = { readonly [name: string]: EmitterOption };
export type OptionValues = { readonly [name: string]: OptionValue };

/** The values of options, by the types of their defaults. */
export type ValuesOf<Options extends EmitterOptions> = {
  readonly [Name in keyof Options]: Widened<Options[Name]['default']>;
};

type Widened<Value> = Value extends boolean
  ? boolean
  : Value extends number
    ? number
    : Value extends string
      ? string
      : Value extends readonly string[]
        ? readonly string[]
        : Readonly<Record<string, string>>;

/** The value of every option: what is set, else what `fallback` says, else the default. */
export function optionValues(
  options: EmitterOptions,
  set: Readonly<Record<string, OptionValue | undefined>>,
  fallback: (name: string) => OptionValue | undefined,
): OptionValues {
  return Object.fromEntries(
    Object.entries(options).map(([name, option]) => {
      const other = fallback(name);
      const fits = isLike(other, option.default) ? other : undefined;
      return [name, set[name] ?? fits ?? option.default];
    }),
  );
}

function isLike(value: OptionValue | undefined, standard: OptionValue): boolean {
  return typeof value === typeof standard && Array.isArray(value) === Array.isArray(standard);
}
