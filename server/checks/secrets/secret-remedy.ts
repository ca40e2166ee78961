import type { Remediation } from '#server/checks/define-check.ts'

/** A remedy that is no change of one setting. */
export const inWords = (text: string): Remediation => ({
  text,
  cli: null,
  cloudformation: null,
  terraform: null,
})

/** What to do about a secret that has been seen: it counts as known to others until it is replaced. */
export function replaceSecret(where: string): string {
  return `Replace the secret where it was issued, keep the new one in Secrets Manager or as a SecureString in Parameter Store, and read it from there at run time. Then remove it from ${where}; what was deployed or logged before still holds the old one.`
}
