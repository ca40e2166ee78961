/** The page that leads from an event back to the login that began its session. */
export function sessionHref(eventId: string): string {
  return `/events/sessions/${encodeURIComponent(eventId)}`
}
