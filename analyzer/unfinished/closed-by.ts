import type { FrameStack } from './frame-stack.ts';
import { closed, type Frame, loose } from './frames.ts';
import type { Layout } from './layout.ts';
import type { Token } from './tokens.ts';

/**
 * The frame that a bracket closes; -1 where it closes none. Where brackets are
 * missing, one that begins a line closes what begins as far to the right.
 */
export function closedBy(token: Token, frames: FrameStack, layout: Layout): number {
  const { text } = token;
  const kinds = closed[text] ?? [];
  const through = (frame: Frame): boolean => text === '}' || loose.has(frame.kind);
  const isFrame = ({ kind }: Frame): boolean => kinds.includes(kind);
  const target = frames.nearest(isFrame, { through });
  const found = frames.at(target);
  const isGuessed = !layout.isBalanced && '}])'.includes(text) && layout.isFirst(token);
  if (found === undefined || text === '' || !isGuessed) return target;
  const own = layout.indentation(token);
  if (own > found.indentation) return -1;
  const isAligned = (frame: Frame): boolean => isFrame(frame) && frame.indentation === own;
  const aligned = frames.nearest(isAligned, { through });
  return aligned === -1 ? target : aligned;
}
