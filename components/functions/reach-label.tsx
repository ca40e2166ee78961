import { CircleHelp, Globe, KeyRound, Lock } from 'lucide-react'
import type { FunctionRow } from '#server/services/functions/schema.ts'
import { reachOf } from './risk-words.ts'

/** In one or two words who can reach the function; unknown is said and hatched. */
export function ReachLabel({ row }: { row: Pick<FunctionRow, 'urlAuth' | 'publicPolicy'> }) {
  const risk = reachOf(row)
  const box = 'inline-flex max-w-full items-center gap-1 truncate'
  if (risk?.tone === 'unknown')
    return (
      <span className={`hatched rounded-sm px-1 text-muted ${box}`} title={risk.text}>
        <CircleHelp size={12} aria-hidden />
        unknown
      </span>
    )
  if (risk)
    return (
      <span className={`font-medium text-critical ${box}`} title={risk.text}>
        <Globe size={12} aria-hidden />
        everyone
      </span>
    )
  if (row.urlAuth === 'AWS_IAM')
    return (
      <span className={`text-muted ${box}`} title="Has a URL that asks for IAM credentials">
        <KeyRound size={12} aria-hidden />
        URL, IAM
      </span>
    )
  return (
    <span className={`text-faint ${box}`} title="No URL, and its policy does not name everyone">
      <Lock size={12} aria-hidden />
      not public
    </span>
  )
}
