import { visibleText } from '#server/domain/text.ts'
import type { LiveMessage } from '#server/services/live/schema.ts'

const AFTER_ALERTS = /^\/(alerts|status|overview|detections|functions\/\d+)(\/|$)/
const AFTER_HITS = /^\/detections(\/|$)/

/** Whether what was read for a page (its query key) is old once such a message came. */
export function staleAfter(kind: LiveMessage['kind'], queryKey: readonly unknown[]): boolean {
  const [api, path] = queryKey
  if (api !== 'api' || typeof path !== 'string') return false
  if (kind === 'hits') return AFTER_HITS.test(path)
  return (kind === 'alerts' || kind === 'listening') && AFTER_ALERTS.test(path)
}

/** What is said aloud of a message: alerts that fire, the worst by name; null where there is nothing to say. */
export function liveWords(message: LiveMessage): string | null {
  if (message.kind !== 'alerts') return null
  const firing = message.items.filter((one) => one.state === 'firing')
  const [worst] = firing
  if (!worst) return null
  const others = firing.length - 1 + message.more
  const rest = others > 0 ? `, and ${others} ${others === 1 ? 'other' : 'others'}` : ''
  return `Firing, ${worst.severity}: ${visibleText(worst.title)}${rest}`
}
