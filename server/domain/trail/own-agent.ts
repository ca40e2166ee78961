/** The application that Sightline's own calls name in their user agent. Source: AWS SDKs, application id. */
export const OWN_APP_ID = 'sightline'

const OWN = new RegExp(`(^| )app/${OWN_APP_ID}( |$)`)

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
