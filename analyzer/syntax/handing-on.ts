/** Functions that hand an argument on, with the position of that argument. */
export const handingOn: ReadonlyMap<string, number> = new Map([
  ['mkAfter', 0],
  ['mkBefore', 0],
  ['mkDefault', 0],
  ['mkForce', 0],
  ['mkIf', 1],
  ['mkImageMediaOverride', 0],
  ['mkOptionDefault', 0],
  ['mkOrder', 1],
  ['mkOverride', 1],
  ['mkVMOverride', 0],
  ['optionalAttrs', 1],
  ['optionals', 1],
]);
