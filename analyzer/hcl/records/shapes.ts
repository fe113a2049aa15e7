/** How one type of resource spells a DNS record. */
export interface RecordShape {
  /** The attribute with the zone, by its name, its id or a reference to it. */
  readonly zone: string;
  /** The first of these attributes that is set. */
  readonly names: readonly string[];
  /** The attribute with the type, or the type itself in capitals. */
  readonly type: string;
  /** The first of these attributes or blocks that is set. */
  readonly targets: readonly string[];
  /** For targets that are objects: what of them is the target. */
  readonly member?: string;
  /** Whether the zone is added to a name: always, never, or when the name does not end in it. */
  readonly relative: 'always' | 'never' | 'unless-ends';
  /** Whether the resource holds a record only where a target is set. */
  readonly isOptional?: true;
}

const usual = { zone: 'zone_id', names: ['name'], type: 'type', relative: 'always' } as const;

const azure: readonly (readonly [string, Pick<RecordShape, 'targets' | 'member'>])[] = [
  ['a', { targets: ['records', 'target_resource_id'] }],
  ['aaaa', { targets: ['records', 'target_resource_id'] }],
  ['cname', { targets: ['record', 'target_resource_id'] }],
  ['ns', { targets: ['records'] }],
  ['ptr', { targets: ['records'] }],
  ['mx', { targets: ['record'], member: 'exchange' }],
  ['srv', { targets: ['record'], member: 'target' }],
  ['txt', { targets: ['record'], member: 'value' }],
  ['caa', { targets: ['record'], member: 'value' }],
];

/** The provider for RFC 2136. */
const dynamicUpdates: readonly (readonly [
  string,
  string,
  Pick<RecordShape, 'targets' | 'member'>,
])[] = [
  ['dns_a_record_set', 'A', { targets: ['addresses'] }],
  ['dns_aaaa_record_set', 'AAAA', { targets: ['addresses'] }],
  ['dns_cname_record', 'CNAME', { targets: ['cname'] }],
  ['dns_ns_record_set', 'NS', { targets: ['nameservers'] }],
  ['dns_ptr_record', 'PTR', { targets: ['ptr'] }],
  ['dns_txt_record_set', 'TXT', { targets: ['txt'] }],
  ['dns_mx_record_set', 'MX', { targets: ['mx'], member: 'exchange' }],
  ['dns_srv_record_set', 'SRV', { targets: ['srv'], member: 'target' }],
];

/** The resources that are one record, or one set of records, by their types. */
export const recordShapes: ReadonlyMap<string, RecordShape> = new Map<string, RecordShape>([
  ['aws_route53_record', { ...usual, targets: ['records'], relative: 'unless-ends' }],
  ['cloudflare_record', { ...usual, targets: ['content', 'value'], relative: 'unless-ends' }],
  ['cloudflare_dns_record', { ...usual, targets: ['content'], relative: 'unless-ends' }],
  [
    'google_dns_record_set',
    { ...usual, zone: 'managed_zone', targets: ['rrdatas'], relative: 'never' },
  ],
  [
    'digitalocean_domain',
    {
      zone: 'name',
      names: [],
      type: 'A',
      targets: ['ip_address'],
      relative: 'always',
      isOptional: true,
    },
  ],
  ['digitalocean_record', { ...usual, zone: 'domain', targets: ['value'] }],
  ['hetznerdns_record', { ...usual, targets: ['value'] }],
  ['hcloud_zone_record', { ...usual, zone: 'zone', targets: ['value'] }],
  ['hcloud_zone_rrset', { ...usual, zone: 'zone', targets: ['records'], member: 'value' }],
  [
    'ovh_domain_zone_record',
    { ...usual, zone: 'zone', names: ['subdomain'], type: 'fieldtype', targets: ['target'] },
  ],
  ['gandi_livedns_record', { ...usual, zone: 'zone', targets: ['values'] }],
  [
    'porkbun_dns_record',
    { ...usual, zone: 'domain', names: ['name', 'subdomain'], targets: ['content'] },
  ],
  ['desec_rrset', { ...usual, zone: 'domain', names: ['subname'], targets: ['records'] }],
  [
    'linode_domain_record',
    {
      ...usual,
      zone: 'domain_id',
      type: 'record_type',
      targets: ['target'],
      relative: 'unless-ends',
    },
  ],
  ['vultr_dns_record', { ...usual, zone: 'domain', targets: ['data'] }],
  ['scaleway_domain_record', { ...usual, zone: 'dns_zone', targets: ['data'] }],
  ['powerdns_record', { ...usual, zone: 'zone', targets: ['records'], relative: 'never' }],
  ['dnsimple_zone_record', { ...usual, zone: 'zone_name', targets: ['value'] }],
  [
    'inwx_nameserver_record',
    { ...usual, zone: 'domain', targets: ['content'], relative: 'unless-ends' },
  ],
  ...azure.map(([type, targets]): [string, RecordShape] => [
    `azurerm_dns_${type}_record`,
    { ...usual, zone: 'zone_name', type: type.toUpperCase(), ...targets },
  ]),
  ...dynamicUpdates.map(([resource, type, targets]): [string, RecordShape] => [
    resource,
    { ...usual, zone: 'zone', type, ...targets },
  ]),
]);

/** Resources that hold the records of a domain in blocks. */
export const recordBlocks: ReadonlyMap<
  string,
  { readonly block: string; readonly shape: RecordShape }
> = new Map([
  [
    'namecheap_domain_records',
    {
      block: 'record',
      shape: { ...usual, zone: 'domain', names: ['hostname'], targets: ['address'] },
    },
  ],
]);
