/** Kinds of resources that are collected, as stored in `resource.kind`. */
export const RESOURCE_KINDS = ['function', 'role', 'event-source-mapping', 'account-settings'] as const
export type ResourceKind = (typeof RESOURCE_KINDS)[number]

/** IAM is global: its resources are stored under this region. */
export const GLOBAL_REGION = 'global'
