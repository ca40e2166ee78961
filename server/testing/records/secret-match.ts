import type { SecretMatch } from '#server/domain/records/secret-match.ts'

/** A secret as a collector hands it on: a GitHub token in a variable unless told otherwise. */
export const makeSecretMatch = (values: Partial<SecretMatch> = {}): SecretMatch => ({
  where: 'GITHUB_TOKEN',
  detector: 'github-token',
  confidence: 'certain',
  fingerprint: '0123456789abcdef01234567',
  ...values,
})
