import { emitter } from '../emitter.ts';
import { yamlText } from '../print/yaml.ts';
import type { Plain } from '../values.ts';

const command = 'flakewise check --staged';

export const commitHook = emitter({
  name: 'commit-hook',
  summary: 'The hook that checks what a commit would break, for pre-commit or lefthook.',
  inputs: [],
  formats: ['yaml'],
  output: '.pre-commit-config.yaml',
  effect: 'documentation',
  options: {
    tool: {
      summary: 'What runs hooks; the output of lefthook is `lefthook.yml`.',
      default: 'pre-commit',
      choices: ['pre-commit', 'lefthook'],
    },
    part: {
      summary: 'The whole file, or the item of its list for a fence in there.',
      default: 'file',
      choices: ['file', 'item'],
    },
  },
  emit: ({ options: { tool, part } }) => {
    const value = tool === 'lefthook' ? lefthook(part) : preCommit(part);
    return { parts: [{ names: {}, text: yamlText(value) }], problems: [] };
  },
});

/** See "Repository local hooks" in the documentation of pre-commit. */
function preCommit(part: string): Plain {
  const hook = {
    id: 'flakewise',
    name: 'flakewise',
    entry: command,
    language: 'system',
    pass_filenames: false,
    always_run: true,
    require_serial: true,
  };
  const repository = { repo: 'local', hooks: [hook] };
  return part === 'item' ? [repository] : { repos: [repository] };
}

function lefthook(part: string): Plain {
  const job = { name: 'flakewise', run: command };
  return part === 'item' ? [job] : { 'pre-commit': { jobs: [job] } };
}
