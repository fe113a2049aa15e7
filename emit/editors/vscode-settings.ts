import { emitter } from '../emitter.ts';
import { editedJson } from './edited-json.ts';

export const vscodeSettings = emitter({
  name: 'vscode-settings',
  summary: 'Settings of VS Code for the repository, beside those that are there.',
  inputs: [],
  formats: ['json'],
  output: '.vscode/settings.json',
  effect: 'documentation',
  options: {
    'fix-on-save': {
      summary: 'When safe fixes are applied to a file that is saved.',
      default: 'explicit',
      choices: ['always', 'explicit', 'never'],
    },
    'inlay-hints': {
      summary: 'Whether values that options have are shown in the text.',
      default: false,
    },
  },
  emit: ({ options, existing }) => {
    const text = editedJson(existing({}), [
      [['editor.codeActionsOnSave', 'source.fixAll.flakewise'], options['fix-on-save']],
      [['flakewise.features.inlayHint'], options['inlay-hints']],
    ]);
    return { parts: [{ names: {}, text }], problems: [] };
  },
});
