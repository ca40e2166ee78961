import { createHmac } from 'node:crypto'

export type Page<T> = { items: T[]; token?: string }

const secret = 'sightline-demo-paging'

function seal(text: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url').slice(0, 16)
}

/** Makes an opaque token that is only good for the same operation, account and region (`scope`). */
export function sealToken(scope: string, position: string): string {
  return Buffer.from(`${position}~${seal(`${scope}~${position}`)}`).toString('base64')
}

/** The position in one of our tokens, or undefined when the token is not ours or of another scope. */
export function openToken(scope: string, token: string): string | undefined {
  const text = Buffer.from(token, 'base64').toString('utf8')
  const cut = text.lastIndexOf('~')
  if (cut < 0) return undefined
  const position = text.slice(0, cut)
  return text.slice(cut + 1) === seal(`${scope}~${position}`) ? position : undefined
}

/** One page of a list by offset; `onBadToken` makes the error for a token that is not ours. */
export function pageOf<T>(
  list: readonly T[],
  options: { scope: string; token: unknown; size: number; repeat: boolean; onBadToken: () => Error },
): Page<T> {
  let start = 0
  if (typeof options.token === 'string') {
    const position = openToken(options.scope, options.token)
    if (position === undefined) throw options.onBadToken()
    start = Number(position)
  }
  const end = start + options.size
  const items = list.slice(start, end)
  if (options.repeat) return { items, token: sealToken(options.scope, String(start)) }
  return end < list.length ? { items, token: sealToken(options.scope, String(end)) } : { items }
}
