import { COLLECTORS } from './index.ts'

export type RequiredPermission = {
  permission: string
  /** Plain words: what stays unseen without it. */
  hides: string
  collectors: string[]
}

/** Every IAM action that the collectors need, sorted. Members' roles need sts:AssumeRole besides, on the caller's side. */
export function requiredPermissions(): RequiredPermission[] {
  const byPermission = new Map<string, { hides: Set<string>; collectors: Set<string> }>()
  for (const collector of COLLECTORS)
    for (const { permission, hides } of [...collector.operations, ...(collector.besides ?? [])]) {
      if (permission === '') continue
      const entry = byPermission.get(permission) ?? { hides: new Set(), collectors: new Set() }
      entry.hides.add(hides)
      entry.collectors.add(collector.id)
      byPermission.set(permission, entry)
    }
  return [...byPermission]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([permission, { hides, collectors }]) => ({
      permission,
      hides: [...hides].join('; '),
      collectors: [...collectors].sort(),
    }))
}

export type IamPolicy = {
  Version: '2012-10-17'
  Statement: { Sid: string; Effect: 'Allow'; Action: string[]; Resource: '*' }[]
}

/** The exact read-only policy that Sightline needs in a watched account. */
export function iamPolicyDocument(): IamPolicy {
  const Action = requiredPermissions().map(({ permission }) => permission)
  return {
    Version: '2012-10-17',
    Statement: [{ Sid: 'SightlineReadOnly', Effect: 'Allow', Action, Resource: '*' }],
  }
}
