import { Shield, ShieldCheck, ShieldOff } from 'lucide-react'
import { cn } from '#components/ui/cn.ts'
import { Text } from '#components/ui/text.tsx'
import type { Guard } from '#server/domain/triggers/trigger.ts'

export const GUARD_WORDS: Record<Guard['kind'], string> = {
  authorizer: 'authorizer',
  iam: 'IAM',
  'api-key': 'API key',
  'resource-policy': 'resource policy',
  'web-acl': 'web ACL',
  throttle: 'throttle',
  'usage-plan': 'usage plan',
  'private-endpoint': 'private endpoint',
  'mutual-tls': 'mutual TLS',
  'signed-url': 'signed URLs',
  login: 'login',
  filter: 'filter',
}

function GuardLine({ guard }: { guard: Guard }) {
  const Icon = guard.authenticates ? ShieldCheck : Shield
  return (
    <li className="flex min-w-0 items-start gap-1">
      <Icon size={12} className={cn('mt-0.5 shrink-0', guard.authenticates && 'text-accent')} aria-hidden />
      <span className="min-w-0">
        <span className="font-medium">{GUARD_WORDS[guard.kind]}</span>{' '}
        {guard.name !== '' && <Text value={guard.name} mono className="max-w-full" />}{' '}
        {guard.authenticates && <span className="text-muted">asks who calls</span>}
        {guard.note !== '' && (
          <span className="block text-muted">
            <Text value={guard.note} className="max-w-full whitespace-normal break-words" />
          </span>
        )}
      </span>
    </li>
  )
}

/** What stands between a caller and the function, and what is missing; a check on the shield: it asks who calls. */
export function GuardList({
  guards,
  missing = [],
  none,
}: {
  guards: Guard[]
  missing?: string[]
  none?: string
}) {
  if (guards.length === 0 && missing.length === 0)
    return none ? <span className="text-muted">{none}</span> : null
  return (
    <ul className="m-0 grid list-none grid-cols-1 gap-1 p-0">
      {guards.map((guard) => (
        <GuardLine key={`${guard.kind} ${guard.name} ${guard.note}`} guard={guard} />
      ))}
      {missing.map((text) => (
        <li key={text} className="flex min-w-0 items-start gap-1 text-high">
          <ShieldOff size={12} className="mt-0.5 shrink-0" aria-hidden />
          <span className="min-w-0">
            {!text.startsWith('no ') && 'missing: '}
            <Text value={text} className="max-w-full whitespace-normal break-words" />
          </span>
        </li>
      ))}
    </ul>
  )
}
