import { ApiError } from '#components/query/api-error.ts'
import { formatClock } from '#components/ui/format.ts'
import { AuthError } from './auth-request.ts'

/** Why sign-in did not work and what to do, in words. */
export function signInProblem(error: unknown, nowMs: number): string {
  if (!(error instanceof ApiError))
    return 'Sign-in failed for a reason that the server did not say. Try again.'
  if (error.status === 0)
    return 'The Sightline server could not be reached. Check that it runs, then try again.'
  if (error.status === 429) {
    const seconds = error instanceof AuthError ? error.retryAfterSeconds : null
    return seconds === null
      ? 'Too many tries. Wait a minute, then try again.'
      : `Too many tries. Try again in ${Math.max(1, Math.ceil(seconds))} s, at ${formatClock(nowMs + seconds * 1000, nowMs)}.`
  }
  if (/DISABLED|BANNED/.test(error.code))
    return 'This account is disabled. An administrator can enable it under Settings.'
  if (error.status === 401 || error.status === 403 || error.status === 400) {
    return 'E-mail or password is wrong. If you lost the password, ask an administrator of this Sightline.'
  }
  return `The server could not sign you in (status ${error.status}). Try again; its log says why.`
}

/** Why the first set-up did not work and what to do, in words. */
export function setUpProblem(error: unknown): string {
  if (!(error instanceof ApiError))
    return 'Set-up failed for a reason that the server did not say. Try again.'
  if (error.status === 0)
    return 'The Sightline server could not be reached. Check that it runs, then try again.'
  if (error.status === 429) return 'Too many tries. Wait a minute, then try again.'
  if ([401, 403, 404, 409, 410].includes(error.status)) {
    return 'This set-up link was used already or is not valid. The terminal that runs Sightline prints the current one.'
  }
  return error.message
}
