/** A filter of the overview, e.g. `{ key: 'region', value: 'eu-west-1' }`. */
export type Chosen = { key: string; value: string }

const SCOPE_PARAMS: Record<string, string> = { account: 'accounts', region: 'regions', env: 'env' }
const FUNCTION_PARAMS: Record<string, string> = {
  ...SCOPE_PARAMS,
  owner: 'owner',
  reach: 'reach',
  role: 'role',
}

function link(path: string, params: Record<string, string>, chosen: Chosen[], own: Chosen): string | null {
  const search = new URLSearchParams()
  for (const { key, value } of chosen) {
    const param = params[key]
    if (param === undefined) return null
    search.set(param, value)
  }
  search.set(own.key, own.value)
  return `${path}?${search}`
}

/** The list of functions that holds what a node counts; null where the list has no such filter. */
export function functionsLink(chosen: Chosen[], own: Chosen): string | null {
  return link('/functions', FUNCTION_PARAMS, chosen, own)
}

/** The list of triggers that holds what a node counts; null where the list has no such filter. */
export function triggersLink(chosen: Chosen[], own: Chosen): string | null {
  return link('/triggers', SCOPE_PARAMS, chosen, own)
}
