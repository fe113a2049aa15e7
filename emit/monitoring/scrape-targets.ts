import { emitter } from '../emitter.ts';
import { agreedText, textAt } from '../fleet-options.ts';
import { prettyJson } from '../print/json.ts';
import { yamlText } from '../print/yaml.ts';
import { declaredJobs } from './declared-jobs.ts';
import { extraJobs } from './extra-jobs.ts';
import { jobOptions } from './job-options.ts';
import { jobsOf, nothingMeasured } from './jobs.ts';

export const scrapeTargets = emitter({
  name: 'scrape-targets',
  summary: 'What Prometheus measures on which machine, by the exporters that are on.',
  inputs: ['host', 'listener', 'secret'],
  formats: ['yaml', 'json'],
  output: 'prometheus/scrape-configs.yml',
  effect: 'configuration',
  options: {
    ...jobOptions,
    collector: {
      summary: 'The option that names the machine with Prometheus, which has the tokens.',
      default: 'server.monitoringPrimaryHost',
    },
  },
  emit: ({ options, format, ...fleet }) => {
    const { jobs, problems } = jobsOf(fleet, options);
    const declared = declaredJobs(fleet, options);
    const measured = jobs.map(({ name, targets }) => ({
      job_name: name,
      static_configs: [{ targets }],
    }));
    const named = [...measured, ...declared.jobs];
    const taken = new Set(named.flatMap((job) => textAt(job, 'job_name') ?? []));
    const extra = extraJobs(fleet, agreedText(fleet, options.collector).value, taken);
    const document = { scrape_configs: [...named, ...extra.jobs] };
    if (document.scrape_configs.length === 0) return nothingMeasured(problems);
    const text = format === 'json' ? prettyJson(document) : yamlText(document);
    return {
      parts: [{ names: {}, text }],
      problems: [...problems, ...declared.problems, ...extra.problems],
    };
  },
});
