import { CircleHelp, ExternalLink, Globe, TriangleAlert } from 'lucide-react'
import { LabelButton } from '#components/labels/label-dialog.tsx'
import { REACH_LONG } from '#components/reach/reach-words.ts'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { buttonClass } from '#components/ui/button.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { FunctionDetail } from '#server/services/functions/schema.ts'
import { consoleHref } from './console-href.ts'
import { AlertCell } from './function-columns.tsx'
import { type Risk, risksOf } from './risk-words.ts'

const TONES: Record<Risk['tone'], string> = {
  critical: 'text-critical',
  high: 'text-high',
  medium: 'text-medium',
  unknown: 'hatched rounded-sm px-1 text-muted',
}

function RiskWord({ risk, id }: { risk: Risk; id: number }) {
  const Icon = risk.tone === 'unknown' ? CircleHelp : risk.tab === 'reach' ? Globe : TriangleAlert
  return (
    <li className={`flex min-w-0 items-start gap-1 ${TONES[risk.tone]}`}>
      <Icon size={13} className="mt-1 shrink-0" aria-hidden />
      <span className="min-w-0 break-words">
        {risk.tab ? (
          <ScopedLink href={`/functions/${id}?tab=${risk.tab}`} className="hover:underline">
            <Text value={risk.text} className="whitespace-normal" />
          </ScopedLink>
        ) : (
          <Text value={risk.text} className="whitespace-normal" />
        )}
      </span>
    </li>
  )
}

/** Name, where and what it is, and its risk in words. */
export function FunctionHeader({ detail }: { detail: FunctionDetail }) {
  const { row } = detail
  const risks = risksOf(detail)
  const parts = [
    { key: 'account', node: <Text value={row.accountName} /> },
    { key: 'region', node: <span className="num">{row.region}</span> },
    { key: 'runtime', node: <Text value={row.runtime ?? row.packageType} mono /> },
    { key: 'arch', node: <Text value={row.architecture} mono /> },
    { key: 'owner', node: row.owner ? <Text value={row.owner} /> : <span>no owner</span> },
    ...(row.criticality
      ? [{ key: 'criticality', node: <Text value={`criticality ${row.criticality}`} /> }]
      : []),
    { key: 'env', node: row.env ? <Text value={row.env} /> : <span>no environment</span> },
  ]
  return (
    <div className="mb-3">
      <PageHeader
        title={<Text value={row.name} mono />}
        facts={
          <span className="flex flex-wrap items-center gap-x-2">
            {parts.map(({ key, node }, i) => (
              <span key={key} className="flex items-center gap-2">
                {i > 0 && <span aria-hidden>·</span>}
                {node}
              </span>
            ))}
          </span>
        }
        actions={
          <>
            {row.alerts.firing > 0 && <AlertCell alerts={row.alerts} />}
            <CopyButton text={row.arn} label="Copy the ARN" />
            <ScopedLink href={`/map?focus=function:${row.id}`} className={buttonClass('ghost', 'sm')}>
              On the map
            </ScopedLink>
            <LabelButton id={row.id} name={row.name} readPath={`/functions/${row.id}`} />
            <a
              href={consoleHref(row)}
              target="_blank"
              rel="noreferrer"
              className={buttonClass('ghost', 'sm')}
            >
              AWS console
              <ExternalLink size={12} aria-hidden />
            </a>
          </>
        }
      />
      {row.deletedAt && (
        <p className="m-0 mb-1 text-high">
          Deleted <Time at={row.deletedAt} />. What follows is the last that was seen.
        </p>
      )}
      {risks.length > 0 ? (
        <ul aria-label="Risks" className="m-0 flex list-none flex-wrap gap-x-4 gap-y-0.5 p-0">
          {risks.map((risk) => (
            <RiskWord key={risk.text} risk={risk} id={row.id} />
          ))}
        </ul>
      ) : (
        <p className="m-0 text-muted">
          No exposure in what was read: {REACH_LONG[row.reach]} can reach it, and its role has no wildcard
          action on every resource.
        </p>
      )}
    </div>
  )
}
