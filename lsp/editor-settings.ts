/** Capabilities that people may switch off, by the names that settings give them. */
export const featureNames = [
  'callHierarchy',
  'codeAction',
  'codeLens',
  'completion',
  'definition',
  'documentHighlight',
  'documentLink',
  'documentSymbol',
  'foldingRange',
  'hover',
  'inlayHint',
  'references',
  'rename',
  'selectionRange',
  'semanticTokens',
  'signatureHelp',
  'workspaceSymbol',
] as const;

export type FeatureName = (typeof featureNames)[number];

/** The section `flakewise` of an editor's settings, for one folder. */
export interface EditorSettings {
  readonly enable: boolean;
  readonly features: Readonly<Record<FeatureName, boolean>>;
  readonly formatting: {
    /** A formatter with its arguments that reads a text and prints it; empty formats nothing. */
    readonly command: readonly string[];
  };
}

const offByDefault: readonly FeatureName[] = ['inlayHint'];

export const defaultEditorSettings: EditorSettings = {
  enable: true,
  features: featureRecord((name) => !offByDefault.includes(name)),
  formatting: { command: [] },
};

/** Settings as an editor sends them; what is absent or of another kind is as by default. */
export function readEditorSettings(value: unknown): EditorSettings {
  const { enable, features, formatting } = recordOf(value);
  const given = recordOf(features);
  const { command } = recordOf(formatting);
  const isCommand = Array.isArray(command) && command.every((part) => typeof part === 'string');
  return {
    enable: typeof enable === 'boolean' ? enable : defaultEditorSettings.enable,
    features: featureRecord((name) => {
      const chosen = given[name];
      return typeof chosen === 'boolean' ? chosen : defaultEditorSettings.features[name];
    }),
    formatting: isCommand ? { command } : defaultEditorSettings.formatting,
  };
}

function featureRecord(choose: (name: FeatureName) => boolean): Record<FeatureName, boolean> {
  const entries = featureNames.map((name) => [name, choose(name)]);
  return Object.fromEntries(entries) as Record<FeatureName, boolean>;
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
