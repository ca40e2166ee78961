/** Words of criticality that can be sorted and set by hand, worst first. A tag may have any other. */
export const CRITICALITIES = ['critical', 'high', 'medium', 'low'] as const

/** Tag keys in order of precedence, compared without regard to case. */
export type LabelKeys = { owner: string[]; environment: string[]; criticality: string[] }

export const DEFAULT_LABEL_KEYS: LabelKeys = {
  owner: ['owner', 'team', 'squad', 'contact', 'service-owner', 'serviceowner', 'maintainer'],
  environment: ['env', 'environment', 'stage'],
  criticality: ['criticality', 'tier', 'business-criticality', 'importance'],
}

/** Words set by hand; null leaves the word to the tags. */
export type LabelWords = { owner: string | null; environment: string | null; criticality: string | null }

export type EffectiveLabels = { owner: string | null; env: string | null; criticality: string | null }

function tagOf(tags: Record<string, string>, keys: string[]): string | null {
  for (const key of keys) {
    const wanted = key.toLowerCase()
    const found = Object.entries(tags).find(([name, text]) => name.toLowerCase() === wanted && text !== '')
    if (found) return found[1]
  }
  return null
}

/** Whose a resource is, where it runs and how much it matters: as set by hand, else by its tags, else by its account. */
export function effectiveLabels(
  tags: Record<string, string>,
  label: LabelWords | null,
  account: { owner: string | null; environment: string | null; tags: Record<string, string> },
  keys: LabelKeys,
): EffectiveLabels {
  return {
    owner: label?.owner ?? tagOf(tags, keys.owner) ?? account.owner ?? tagOf(account.tags, keys.owner),
    env:
      label?.environment ??
      tagOf(tags, keys.environment) ??
      account.environment ??
      tagOf(account.tags, keys.environment),
    criticality: label?.criticality ?? tagOf(tags, keys.criticality) ?? tagOf(account.tags, keys.criticality),
  }
}
