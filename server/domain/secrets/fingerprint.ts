import { createHmac, hkdfSync } from 'node:crypto'

/** Makes of a secret a short text that is the same as long as the secret is and of no use to find it. */
export type Fingerprint = (value: string) => string

const HEX_DIGITS = 24

/** HMAC-SHA256 in hex, its first 96 bits. Without the key nobody can try values out against it. */
export function fingerprintWith(key: Uint8Array): Fingerprint {
  return (value) => createHmac('sha256', key).update(value).digest('hex').slice(0, HEX_DIGITS)
}

/** The fingerprints' key, derived from the installation's secret (HKDF, RFC 5869). */
export function fingerprintKeyOf(secret: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', 'sightline fingerprints of secrets', 32))
}
