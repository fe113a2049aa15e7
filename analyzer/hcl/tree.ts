import type { Site } from '../site.ts';
import { callModule } from './modules/instances.ts';
import type { ModuleScope } from './modules/module-scope.ts';
import { type Resource, resourcesOf } from './resources/resource.ts';
import type { HclBlock } from './syntax/document.ts';

/** A root module with every module below it, and what is declared in them. */
export interface ModuleTree {
  /** The directory of the root. */
  readonly root: string;
  readonly scopes: readonly ModuleScope[];
  readonly resources: readonly Declared[];
  /** Calls of modules that cannot be looked into, or not be counted. */
  readonly closed: readonly ClosedCall[];
  /** What may hide any block. */
  readonly unread: readonly { readonly at: Site; readonly reason: string }[];
}

/** A resource as it is declared, and the instances that it has. */
export interface Declared {
  readonly block: HclBlock;
  readonly scope: ModuleScope;
  readonly instances: readonly Resource[];
  /** Why there may be other instances. */
  readonly undecided: string | undefined;
}

export interface ClosedCall {
  readonly block: HclBlock;
  readonly scope: ModuleScope;
  readonly reason: string;
}

/** Instances of modules that one root may have. Real ones have some dozens. */
const mostModules = 2000;

/** Goes through the modules that a root calls, level by level. */
export function moduleTree(root: ModuleScope): ModuleTree {
  const waiting: ModuleScope[] = [root];
  const scopes: ModuleScope[] = [];
  const closed: ClosedCall[] = [];
  const unread: { at: Site; reason: string }[] = [];
  for (let scope = waiting.shift(); scope; scope = waiting.shift()) {
    scopes.push(scope);
    unread.push(...scope.module.unread);
    for (const block of scope.module.calls.values()) {
      const { instances, undecided } = callModule(block, scope);
      if (undecided !== undefined) closed.push({ block, scope, reason: undecided });
      const isTooLarge = scopes.length + waiting.length + instances.length > mostModules;
      if (isTooLarge) unread.push({ at: block.at, reason: 'too many modules' });
      else waiting.push(...instances.map((instance) => instance.scope));
    }
  }
  return {
    root: root.module.directory,
    scopes,
    resources: scopes.flatMap(declared),
    closed,
    unread,
  };
}

function declared(scope: ModuleScope): readonly Declared[] {
  return [...scope.module.resources.values()].map((block): Declared => {
    if (block.broken !== undefined) {
      return { block, scope, instances: [], undecided: block.broken };
    }
    const { resources, undecided } = resourcesOf(block, scope);
    return { block, scope, instances: resources, undecided };
  });
}
