import { parseArn } from '#server/domain/arn.ts'

/** Labels that several values share get the account of the value's ARN, or the value itself, beside them. */
export function distinctLabels<T extends { value: string; label: string }>(entries: T[]): T[] {
  const seen = new Map<string, number>()
  for (const { label } of entries) seen.set(label, (seen.get(label) ?? 0) + 1)
  return entries.map((entry) => {
    if (seen.get(entry.label) === 1) return entry
    const apart = parseArn(entry.value)?.accountId || entry.value
    return { ...entry, label: `${entry.label} · ${apart}` }
  })
}
