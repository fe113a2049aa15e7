/** How many characters the string has that is typed. */
const keys = 60;

/** What is typed: a binding that is broken until its last key. */
export function typed(pace: number, name: string): string {
  return `  typed-${name}-${pace}.option.name = [ "${'x'.repeat(keys)}" ];\n`;
}

/** The line that typing goes to: into the last set or behind the last binding of a module. */
export function placeOfTyping(text: string): number {
  return text.split('\n').findLastIndex((one) => /^ {2}\S.*[;{]$/.test(one)) + 1;
}

/** A module of 2,000 lines. */
export function longModule(): string {
  const bindings = Array.from(
    { length: 400 },
    (_, index) =>
      `  services.example-${index} = {\n    enable = lib.mkDefault (config.networking.hostName == "web");\n    port = base + ${index};\n    package = pkgs.hello;\n  };`,
  );
  return `{ config, lib, pkgs, ... }:\nlet\n  base = 8000;\nin\n{\n${bindings.join('\n')}\n}\n`;
}
