/** Kinds of resources that are collected, as stored in `resource.kind`. */
export const RESOURCE_KINDS = [
  'function',
  'role',
  'user',
  'event-source-mapping',
  'event-source',
  'api',
  'load-balancer',
  'distribution',
  'web-acl',
  'event-rule',
  'schedule',
  'bucket',
  'topic-subscription',
  'log-subscription',
  'user-pool',
  'state-machine',
  'organization',
  'account-settings',
  'log-group',
  'kms-key',
  'layer',
  'code-signing-config',
  'trail',
  'vpc',
  'image-repository',
  'topic',
  'event-bus',
  'graphql-api',
  'safeguards',
  'external-finding',
  'code-package',
] as const
export type ResourceKind = (typeof RESOURCE_KINDS)[number]

/** IAM, CloudFront and Organizations are global: their resources are stored under this region. */
export const GLOBAL_REGION = 'global'
