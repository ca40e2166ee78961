import { wordsOf } from '#server/store/event-words.ts'
import { likePattern, type Sql, sql } from '#server/store/sql.ts'

/** From this length on a last word also finds those that begin with it: shorter ones begin too many. */
const PREFIX_FROM = 3
const MAX_WORDS = 12

/** Words that a tsquery looks for; quoted, so that nothing in them is an operator. */
function queryOf(words: readonly string[], isLastOpen: boolean): string {
  const quoted = words.map((word, i) => {
    const isOpen = isLastOpen && i === words.length - 1 && word.length >= PREFIX_FROM
    return `'${word.replace(/['\\]/g, '')}'${isOpen ? ':*' : ''}`
  })
  return quoted.join(' & ')
}

/** Addresses, ARNs and the like fall into words that may stand apart elsewhere: they are looked for as a whole as well. */
function wholeOf(text: string): string[] {
  return text
    .split(/\s+/)
    .filter((part) => /^[\p{L}\p{N}._:/@*-]+$/u.test(part) && wordsOf(part).length > 1)
    .slice(0, MAX_WORDS)
}

/**
 * A condition on trail_event as e: every word of the text is in the record. The last counts as the beginning of a word
 * where it stands by itself and has three letters. A text without letters or digits finds nothing.
 */
export function searchCondition(text: string): Sql {
  const words = wordsOf(text).slice(0, MAX_WORDS)
  const last = text.trim().split(/\s+/).at(-1) ?? ''
  if (words.length === 0) return sql`FALSE`
  const whole = wholeOf(text).map(
    (part) =>
      sql`AND concat_ws(' ', e.raw::text, e.event_name, e.actor_arn, e.actor_name, e.function_name, e.source_ip, e.user_agent, e.error_code, e.error_message)
        ILIKE ${likePattern(part)}`,
  )
  return sql`(e.words @@ ${queryOf(words, wordsOf(last).length === 1)}::tsquery ${whole.length > 0 ? whole.reduce((a, b) => sql`${a} ${b}`) : sql``})`
}
