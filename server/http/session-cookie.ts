import { createHmac, timingSafeEqual } from 'node:crypto'

/** Name of the cookie that better-auth keeps the session's token in. */
export function sessionCookieName(cookiePrefix: string, secure: boolean): string {
  return `${secure ? '__Secure-' : ''}${cookiePrefix}.session_token`
}

/** True for a cookie that we signed (better-call: value.base64(HMAC-SHA256)). Says nothing about whether the session still lives. */
export function isSignedByUs(cookieValue: string, secret: string): boolean {
  let value: string
  try {
    value = decodeURIComponent(cookieValue)
  } catch {
    return false
  }
  const dot = value.lastIndexOf('.')
  if (dot <= 0) return false
  const given = Buffer.from(value.slice(dot + 1), 'base64')
  const wanted = createHmac('sha256', secret).update(value.slice(0, dot)).digest()
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}
