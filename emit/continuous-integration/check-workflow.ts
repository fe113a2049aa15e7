import { emitter } from '../emitter.ts';
import { yamlText } from '../print/yaml.ts';
import type { Plain } from '../values.ts';

export const checkWorkflow = emitter({
  name: 'check-workflow',
  summary: 'The workflow of GitHub that checks changes and uploads a report of findings.',
  inputs: [],
  formats: ['yaml'],
  output: '.github/workflows/flakewise.yml',
  effect: 'documentation',
  options: {
    action: {
      summary: 'The action of flakewise with its revision: `OWNER/flakewise@REVISION`.',
      default: '',
    },
    branches: { summary: 'Branches whose pushes are checked whole.', default: ['main'] },
    'runs-on': { summary: 'What the job runs on.', default: 'ubuntu-latest' },
    'code-scanning': { summary: 'Whether the report is uploaded as SARIF.', default: true },
  },
  emit: ({ options }) => {
    if (!/^[^/@\s]+\/[^/@\s]+(\/[^@\s]+)?@\S+$/.test(options.action)) {
      const message = 'the option `action` has to say `OWNER/flakewise@REVISION`';
      return { parts: [], problems: [{ message }] };
    }
    return { parts: [{ names: {}, text: yamlText(workflow(options)) }], problems: [] };
  },
});

interface WorkflowOptions {
  readonly action: string;
  readonly branches: readonly string[];
  readonly 'runs-on': string;
  readonly 'code-scanning': boolean;
}

/** On a pull request only what it brings about counts; on a branch everything does. */
function workflow(options: WorkflowOptions): Plain {
  const scans = options['code-scanning'];
  const check = {
    uses: options.action,
    with: {
      changed:
        "${{ github.event_name == 'pull_request' && format('origin/{0}', github.base_ref) || '' }}",
      ...(scans && { 'sarif-file': 'flakewise.sarif' }),
    },
  };
  const upload = {
    uses: 'github/codeql-action/upload-sarif@v3',
    if: 'always()',
    with: { sarif_file: 'flakewise.sarif' },
  };
  return {
    name: 'flakewise',
    on: { push: { branches: options.branches }, pull_request: {} },
    permissions: { contents: 'read', ...(scans && { 'security-events': 'write' }) },
    jobs: {
      flakewise: {
        'runs-on': options['runs-on'],
        steps: [
          { uses: 'actions/checkout@v4', with: { 'fetch-depth': 0 } },
          check,
          ...(scans ? [upload] : []),
        ],
      },
    },
  };
}
