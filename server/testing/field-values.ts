import type { Field } from '#server/domain/field.ts'
import { isPublicPolicy } from '#server/domain/iam/public-policy.ts'
import type { PolicyDocument } from '#server/domain/records/function-record.ts'

/** What is known of these fields. For tests. */
export function valuesOf<T>(fields: readonly (Field<T> | undefined)[]): T[] {
  return fields.flatMap((field) => (field?.state === 'known' ? [field.value] : []))
}

/** How often each text occurs. For tests. */
export function countOf(texts: readonly unknown[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const text of texts) counts[String(text)] = (counts[String(text)] ?? 0) + 1
  return counts
}

/** Whether a policy is known to let anyone in. For tests. */
export function isOpen(policy: Field<PolicyDocument> | undefined): boolean {
  return policy?.state === 'known' && isPublicPolicy(policy.value) === true
}
