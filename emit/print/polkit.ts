/** A user, and the units that it manages. */
export interface UserUnits {
  readonly user: string;
  readonly units: readonly string[];
}

/** Rules in the JavaScript of ECMAScript 5 that polkit runs; one condition for each user. */
export function polkitText(grants: readonly UserUnits[]): string {
  if (grants.length === 0) return '';
  const conditions = grants.map(({ user, units }) => {
    const alternatives = units.map((unit) => `unit == ${literal(unit)}`);
    const any = alternatives.length === 1 ? alternatives[0] : `(${alternatives.join(' || ')})`;
    return [
      `    if (subject.user == ${literal(user)} && ${any}) {`,
      '      return polkit.Result.YES;',
      '    }',
    ];
  });
  const lines = [
    'polkit.addRule(function(action, subject) {',
    '  if (action.id == "org.freedesktop.systemd1.manage-units") {',
    '    var unit = action.lookup("unit");',
    ...conditions.flat(),
    '  }',
    '});',
  ];
  return `${lines.join('\n')}\n`;
}

/** JSON but for two characters that end lines in ECMAScript 5. */
function literal(text: string): string {
  return JSON.stringify(text).replace(/[\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16)}`;
  });
}
