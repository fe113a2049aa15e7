import { commands, type Disposable, Location, Position, Range, Uri } from 'vscode';

/** Places as the server writes them. */
interface Place {
  readonly uri: string;
  readonly range: { readonly start: Point; readonly end: Point };
}

interface Point {
  readonly line: number;
  readonly character: number;
}

/** Lets lenses of the server show places, which the editor wants as its own kinds of things. */
export function showReferences(): Disposable {
  return commands.registerCommand(
    'flakewise.showReferences',
    (uri: string, at: Point, places: readonly Place[]) => {
      const locations = places.map((place) => {
        const range = new Range(position(place.range.start), position(place.range.end));
        return new Location(Uri.parse(place.uri), range);
      });
      const name = 'editor.action.showReferences';
      return commands.executeCommand(name, Uri.parse(uri), position(at), locations);
    },
  );
}

function position({ line, character }: Point): Position {
  return new Position(line, character);
}
