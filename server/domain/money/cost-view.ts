/** By what costs are stacked and ordered. */
export const COST_GROUPS = ['function', 'account', 'owner', 'trigger', 'region'] as const
export type CostGroup = (typeof COST_GROUPS)[number]
export const COST_SORTS = ['usd', 'change', 'requests', 'gbSeconds', 'armSaving', 'waste', 'name'] as const
export type CostSort = (typeof COST_SORTS)[number]

/**
 * Why there is no price: the region has none in the table (for provisioned concurrency or storage that is used none), or
 * this part of the configuration is not known.
 */
export const COST_GAPS = ['region', 'memory', 'architecture', 'provisioned', 'storage'] as const
