/** A new external id: 128 random bits. */
export function newExternalId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return `sightline-${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
}
