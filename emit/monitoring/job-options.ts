/** Options of emitters that tell what is measured on which machine. */
export const jobOptions = {
  enabled: {
    summary: 'The option that turns measuring a machine off; empty for none.',
    default: 'server.monitoring.enable',
  },
  exporters: {
    summary:
      'The option with `enable` of each exporter; machines without it are asked for those of NixOS.',
    default: 'server.monitoring.exporters',
  },
  ports: {
    summary: 'Where exporters listen whose port no machine sets.',
    default: {
      node: '9100',
      caddy: '3019',
      postgres: '9187',
      redis: '9121',
      fail2ban: '9191',
      process: '9256',
    },
  },
  order: {
    summary: 'The exporters that come first, in this order; others follow by their names.',
    default: ['node', 'caddy', 'postgres', 'redis', 'fail2ban', 'process'],
  },
  declared: {
    summary: 'The option in which machines name further targets; empty for none.',
    default: 'server.monitoring.scrapeConfigs',
  },
} as const;
