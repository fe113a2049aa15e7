/** The option of emitters of accounts that lets names stand first. */
export const firstOption = {
  summary: 'Names that stand before all others, in this order.',
  default: ['default'],
};

/** The order of the repository, but for some names that come first. */
export function pinnedFirst(
  first: readonly string[],
  compare: (a: string, b: string) => number,
): (a: string, b: string) => number {
  const rank = (name: string): number => {
    const index = first.indexOf(name);
    return index === -1 ? first.length : index;
  };
  return (a, b) => rank(a) - rank(b) || compare(a, b);
}
