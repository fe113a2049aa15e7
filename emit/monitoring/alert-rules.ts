import { emitter } from '../emitter.ts';
import { prettyJson } from '../print/json.ts';
import { yamlText } from '../print/yaml.ts';
import { declaredJobs } from './declared-jobs.ts';
import { jobOptions } from './job-options.ts';
import { jobsOf, nothingMeasured } from './jobs.ts';

export const alertRules = emitter({
  name: 'alert-rules',
  summary: 'Alerts of Prometheus for what is measured: machines, disks, load and services.',
  inputs: ['host', 'listener', 'secret'],
  formats: ['yaml', 'json'],
  output: 'prometheus/alert-rules.yml',
  effect: 'configuration',
  options: {
    ...jobOptions,
    group: { summary: 'What the group of rules is called.', default: 'node-alerts' },
    node: { summary: 'The exporter that measures machines themselves.', default: 'node' },
    down: { summary: 'How long something is away before somebody is told.', default: '2m' },
    strained: { summary: 'How long a limit is crossed before somebody is told.', default: '5m' },
    disk: { summary: 'How much of the disk has to be free, in percent.', default: 10 },
    cpu: { summary: 'How busy the processor may be, in percent.', default: 90 },
    memory: { summary: 'How much of the memory may be used, in percent.', default: 90 },
  },
  emit: ({ options, format, ...fleet }) => {
    const measured = jobsOf(fleet, options);
    const declared = declaredJobs(fleet, { declared: options.declared, collector: '' });
    const names = measured.jobs.map(({ name }) => name);
    const others = names.filter((name) => name !== options.node).length + declared.count;
    const rules = [
      ...(names.includes(options.node) ? machineAlerts(options) : []),
      ...(others > 0 ? [serviceAlert(options)] : []),
    ];
    if (rules.length === 0) return nothingMeasured(measured.problems);
    const document = { groups: [{ name: options.group, rules }] };
    const text = format === 'json' ? prettyJson(document) : yamlText(document);
    return { parts: [{ names: {}, text }], problems: measured.problems };
  },
});

interface Limits {
  readonly node: string;
  readonly down: string;
  readonly strained: string;
  readonly disk: number;
  readonly cpu: number;
  readonly memory: number;
}

type Alert = {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: { readonly severity: 'critical' | 'warning' };
  readonly annotations: { readonly summary: string; readonly description: string };
};

const instance = '{{ $labels.instance }}';

function machineAlerts({ node, down, strained, disk, cpu, memory }: Limits): readonly Alert[] {
  const root = '{mountpoint="/"}';
  return [
    {
      alert: 'HostDown',
      expr: `up{job=${label(node)}} == 0`,
      for: down,
      labels: { severity: 'critical' },
      annotations: {
        summary: `Host ${instance} is down`,
        description: `${instance} has been unreachable for more than ${spoken(down)}.`,
      },
    },
    {
      alert: 'DiskSpaceCritical',
      expr: `(node_filesystem_avail_bytes${root} / node_filesystem_size_bytes${root}) * 100 < ${disk}`,
      for: strained,
      labels: { severity: 'critical' },
      annotations: {
        summary: `Disk space critical on ${instance}`,
        description: `Root filesystem on ${instance} has less than ${disk}% space remaining.`,
      },
    },
    highUsage('CPU', {
      expr: `100 - (avg by(instance) (rate(node_cpu_seconds_total{mode="idle"}[5m])) * 100) > ${cpu}`,
      limit: cpu,
      strained,
    }),
    highUsage('Memory', {
      expr: `(1 - (node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes)) * 100 > ${memory}`,
      limit: memory,
      strained,
    }),
  ];
}

function highUsage(
  what: 'CPU' | 'Memory',
  {
    expr,
    limit,
    strained,
  }: { readonly expr: string; readonly limit: number; readonly strained: string },
): Alert {
  const word = what === 'CPU' ? what : what.toLowerCase();
  const long = spoken(strained);
  return {
    alert: `High${what}Usage`,
    expr,
    for: strained,
    labels: { severity: 'warning' },
    annotations: {
      summary: `High ${word} usage on ${instance}`,
      description: `${what} usage on ${instance} has exceeded ${limit}% for more than ${long}.`,
    },
  };
}

function serviceAlert({ node, down }: Limits): Alert {
  const job = '{{ $labels.job }}';
  return {
    alert: 'ServiceDown',
    expr: `up{job!=${label(node)}} == 0`,
    for: down,
    labels: { severity: 'critical' },
    annotations: {
      summary: `Service ${job} on ${instance} is down`,
      description: `${job} on ${instance} has been unreachable for more than ${spoken(down)}.`,
    },
  };
}

/** A text of a query, in its quotation marks. */
function label(text: string): string {
  return JSON.stringify(text);
}

const units: Readonly<Record<string, string>> = { s: 'second', m: 'minute', h: 'hour', d: 'day' };

/** `2m` as people say it; what is written in another way stays. */
function spoken(duration: string): string {
  const [, number = '', letter = ''] = /^(\d+)([smhd])$/.exec(duration) ?? [];
  const unit = units[letter];
  if (unit === undefined) return duration;
  return `${number} ${unit}${number === '1' ? '' : 's'}`;
}
