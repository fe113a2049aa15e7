/** What an evaluation oracle wrote: hosts by `class/name`, each with its status and facts. */
export interface Oracle {
  readonly hosts: { readonly [key: string]: OracleHost };
}

export interface OracleHost {
  readonly status: string;
  readonly facts: OracleFacts;
}

/** A value that is not known there is a set with `unknown`, `stub`, `error` or `deep`. */
export type OracleValue = unknown;

type Named<T> = { readonly [name: string]: T };

export interface OracleFacts {
  readonly hostName?: OracleValue;
  readonly system?: OracleValue;
  readonly firewall?: {
    readonly enable?: OracleValue;
    readonly tcp: OracleValue;
    readonly udp: OracleValue;
    readonly tcpRanges?: OracleValue;
    readonly udpRanges?: OracleValue;
    readonly interfaces?: Named<Named<OracleValue>>;
  };
  readonly sopsSecrets?: Named<Named<OracleValue>>;
  readonly ageSecrets?: Named<Named<OracleValue>>;
  readonly users?: Named<Named<OracleValue>>;
  readonly groups?: Named<Named<OracleValue>>;
  readonly systemd?: Named<Named<OracleValue>>;
  readonly nginx?: Named<OracleVirtualHost>;
  readonly nginxUpstreams?: Named<OracleValue>;
  readonly caddy?: Named<Named<OracleValue>>;
  readonly openssh?: { readonly enable?: OracleValue; readonly ports?: OracleValue };
  readonly acmeCerts?: OracleValue;
  readonly oci?: Named<Named<OracleValue>>;
  readonly enabledServices?: OracleValue;
  readonly enabledPrograms?: OracleValue;
  readonly postgres?: { readonly databases?: OracleValue; readonly users?: OracleValue };
  readonly homebrew?: Named<OracleValue>;
  readonly launchd?: OracleValue;
}

export interface OracleVirtualHost extends Named<OracleValue> {
  readonly locations: Named<Named<OracleValue>> | Named<never>;
}

/** A text, number or Boolean that the oracle is sure of. */
export function scalarOf(value: OracleValue): string | number | boolean | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  return typeof value === 'string' && !isMadeUp(value) ? value : undefined;
}

/** A list of texts and numbers that the oracle is sure of, as texts. */
export function textsOf(value: OracleValue): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const texts = value.map(scalarOf).filter((each) => each !== undefined);
  return texts.length === value.length ? texts.map(String) : undefined;
}

/** Packages, inputs and options that nobody defines have stand-ins in texts. */
function isMadeUp(text: string): boolean {
  return /<<|\/stub\/|<work>|<oracle>|\/nix\/store\//.test(text);
}
