export type Statement = {
  /** Place in the document. */
  at: number
  sid: string | null
  effect: string
  principals: string[]
  /** Of an Allow with NotAction, the pseudo-action "NotAction: …". */
  actions: string[]
  resources: string[]
  conditions: string[]
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function texts(value: unknown): string[] {
  if (value === undefined || value === null) return []
  return (Array.isArray(value) ? value : [value]).map((one) =>
    typeof one === 'string' ? one : JSON.stringify(one),
  )
}

function principalsOf(value: unknown): string[] {
  if (!isObject(value)) return texts(value)
  return Object.entries(value).flatMap(([kind, names]) => texts(names).map((name) => `${kind}: ${name}`))
}

function conditionsOf(value: unknown): string[] {
  if (!isObject(value)) return texts(value)
  return Object.entries(value).flatMap(([operator, keys]) =>
    isObject(keys)
      ? Object.entries(keys).map(([key, wanted]) => `${operator} ${key} ${texts(wanted).join(', ')}`)
      : texts(keys).map((text) => `${operator} ${text}`),
  )
}

/** The statements of a policy document in lists of words; an odd document gives what can be read of it. */
export function statementsOf(document: unknown): Statement[] {
  if (!isObject(document)) return []
  const raw = document.Statement
  return (Array.isArray(raw) ? raw : [raw]).filter(isObject).map((one, at) => ({
    at,
    sid: typeof one.Sid === 'string' && one.Sid !== '' ? one.Sid : null,
    effect: typeof one.Effect === 'string' ? one.Effect : 'unknown effect',
    principals: [
      ...principalsOf(one.Principal),
      ...principalsOf(one.NotPrincipal).map((text) => `not ${text}`),
    ],
    actions: [...texts(one.Action), ...texts(one.NotAction).map((text) => `all but ${text}`)],
    resources: [...texts(one.Resource), ...texts(one.NotResource).map((text) => `all but ${text}`)],
    conditions: conditionsOf(one.Condition),
  }))
}

export function isWild(text: string): boolean {
  return text === '*' || text === 'arn:aws:iam::*:role/*'
}
