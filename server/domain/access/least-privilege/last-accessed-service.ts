/**
 * When a role last tried to use a service, as GenerateServiceLastAccessedDetails tells. Attempts that were refused count
 * too. Null: not within the time that IAM looks back on (400 days).
 */
export type LastAccessedService = {
  /** IAM prefix: s3, lambda, … */
  service: string
  /** ISO 8601. */
  lastAccessedAt: string | null
  /** The actions that IAM follows by themselves, where it was asked for them; `action` without the service's prefix. */
  actions: { action: string; lastAccessedAt: string | null }[]
}
