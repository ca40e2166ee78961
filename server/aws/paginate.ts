import { asObject, asText } from '#server/domain/json.ts'
import { type CallContext, type CallOptions, type CallResult, call } from './call.ts'
import type { ObservedCommand } from './observe-attempts.ts'
import type { Operation } from './operation.ts'

const MAX_PAGES = 20_000

export type Paging = {
  operation: Operation
  /** Makes the command of a page; the first page has no token. */
  command: (token: string | undefined) => ObservedCommand
  /** Where the answer holds the items, e.g. 'Functions'. Several names are read one after the other. */
  items: string | readonly string[]
  /** Where the answer holds the next token, e.g. 'NextMarker'. */
  token: string
  /** The member that holds both, where the answer has them one level down. */
  within?: string
  /** The XML element that every answer has; without it the answer is another program's, not an empty list. */
  element?: string
  /** Whether an answer without any of the lists is an empty page: so with XML, where an empty list may be left out. */
  emptyAllowed?: boolean
  maxPages?: number
  /** Is given each answer before its items are. */
  onAnswer?: (answer: Extract<CallResult, { state: 'ok' }>) => void
  options?: CallOptions
}

/** How paging ended: `complete` only when the last page was read; `failure` is the call that ended it early. */
export type PagingEnd = { complete: boolean; failure?: Exclude<CallResult, { state: 'ok' }> }

/**
 * Yields the items of one page after the other. A token that repeats, or a page without its list, ends paging with a
 * `malformed` problem in the run's report; what was read before is kept.
 */
export async function* paginate(
  context: CallContext,
  paging: Paging,
): AsyncGenerator<unknown[], PagingEnd, undefined> {
  const { operation } = paging
  const names = typeof paging.items === 'string' ? [paging.items] : paging.items
  const malformed = (message: string): PagingEnd => {
    context.report.addProblem(operation, { state: 'malformed', code: 'MalformedPage', message })
    return { complete: false, failure: { state: 'failed', code: 'MalformedPage', message } }
  }
  const seen = new Set<string>()
  let token: string | undefined
  for (let page = 0; page < (paging.maxPages ?? MAX_PAGES); page += 1) {
    const result = await call(context, operation, paging.command(token), paging.options)
    if (result.state !== 'ok') return { complete: false, failure: result }
    paging.onAnswer?.(result)
    if (paging.element && !result.xml?.includes(`<${paging.element}`))
      return malformed(`answer has no ${paging.element}`)
    const answer = asObject(result.output)
    const output = paging.within === undefined ? answer : asObject(answer[paging.within])
    const lists = names.map((name) => output[name]).filter((list) => Array.isArray(list))
    if (lists.length === 0 && !paging.emptyAllowed) return malformed(`answer has no list ${names.join(', ')}`)
    const items = lists.flat(1)
    if (items.length > 0) yield items
    token = asText(output[paging.token])
    if (token === undefined) {
      if (output.IsTruncated === true) return malformed('answer is truncated and has no paging token')
      return { complete: true }
    }
    if (seen.has(token)) return malformed('paging token repeats')
    seen.add(token)
  }
  return malformed('more pages than the cap')
}

/** All items of all pages, for lists that are small. */
export async function paginateAll(
  context: CallContext,
  paging: Paging,
): Promise<PagingEnd & { items: unknown[] }> {
  const items: unknown[] = []
  const pages = paginate(context, paging)
  for (;;) {
    const next = await pages.next()
    if (next.done) return { ...next.value, items }
    for (const item of next.value) items.push(item)
  }
}
