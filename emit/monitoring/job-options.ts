/** The ports that NixOS gives to exporters unless somebody sets them. */
export const usualPorts: Readonly<Record<string, number>> = {
  blackbox: 9115,
  fail2ban: 9191,
  nginxlog: 9117,
  node: 9100,
  postgres: 9187,
  process: 9256,
  redis: 9121,
  smartctl: 9633,
  systemd: 9558,
  wireguard: 9586,
  zfs: 9134,
};

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
    summary: 'Where exporters listen whose port no machine sets and NixOS does not choose.',
    default: { caddy: '3019' },
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
