import { wordsOf } from '#server/store/event-words.ts'
import { likePattern, type Sql, sql } from '#server/store/sql.ts'

/** From this length on a last word also finds those that begin with it: shorter ones begin too many. */
const PREFIX_FROM = 3
const MAX_TERMS = 12
/** A word, or a run of parts as records keep them whole. */
const TERM = /[\p{L}\p{N}_]+(?:[.@-]+[\p{L}\p{N}_]+)*/gu
const MAX_TERM_LENGTH = 64

const termsOf = (text: string): string[] =>
  (text.toLowerCase().match(TERM) ?? []).map((term) => term.slice(0, MAX_TERM_LENGTH).toWellFormed())

/** What a tsquery looks for; quoted, and of nothing that is an operator. A run finds what begins with it. */
function queryOf(terms: readonly string[], isLastOpen: boolean): string {
  const quoted = terms.map((term, i) => {
    const isRun = wordsOf(term)[0] !== term
    const isOpen = isLastOpen && i === terms.length - 1 && term.length >= PREFIX_FROM
    return `'${term}'${isRun || isOpen ? ':*' : ''}`
  })
  return quoted.join(' & ')
}

/** ARNs and paths fall into terms that may stand apart elsewhere: they are looked for as a whole as well. */
function wholeOf(text: string): string[] {
  return text
    .split(/\s+/)
    .filter((part) => /^[\p{L}\p{N}._:/@*-]+$/u.test(part) && /[:/*]/.test(part) && termsOf(part).length > 1)
    .slice(0, MAX_TERMS)
}

/**
 * A condition on trail_event as e: every word of the text is in the record; of names with several parts, the parts in
 * their order. The last word counts as the beginning of one where it stands by itself and has three letters. A text
 * without letters or digits finds nothing.
 */
export function searchCondition(text: string): Sql {
  const terms = termsOf(text).slice(0, MAX_TERMS)
  const last = text.trim().split(/\s+/).at(-1) ?? ''
  if (terms.length === 0) return sql`FALSE`
  const whole = wholeOf(text).map(
    (part) =>
      sql`AND concat_ws(' ', e.raw::text, e.event_name, e.actor_arn, e.actor_name, e.function_name, e.source_ip, e.user_agent, e.error_code, e.error_message)
        ILIKE ${likePattern(part)}`,
  )
  return sql`(e.words @@ ${queryOf(terms, termsOf(last).length === 1)}::tsquery ${whole.length > 0 ? whole.reduce((a, b) => sql`${a} ${b}`) : sql``})`
}
