/** What Sightline's own calls add to their user agent. */
export const OWN_AGENT = 'sightline'

const OWN = new RegExp(`(^| )${OWN_AGENT}( |/|$)`)

/**
 * Whether a read says that Sightline made it. Whoever copies the name hides reads with it, but nothing that invokes,
 * changes or was denied.
 */
export function isOwnRead(record: {
  readOnly: boolean | null
  userAgent: string | null
  errorCode: string | null
}): boolean {
  return record.readOnly === true && record.errorCode === null && OWN.test(record.userAgent ?? '')
}
