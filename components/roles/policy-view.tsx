'use client'
import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { Text } from '#components/ui/text.tsx'
import type { PolicyDocument } from '#server/domain/records/function-record.ts'
import { statementsOf } from './policy-statements.ts'

function pretty(document: PolicyDocument): string {
  try {
    return JSON.stringify(document.parsed ?? JSON.parse(document.raw), null, 2) ?? document.raw
  } catch {
    return document.raw
  }
}

function Words({
  label,
  values,
  alarm,
}: {
  label: string
  values: string[]
  alarm?: (text: string) => boolean
}) {
  if (values.length === 0) return null
  return (
    <div className="flex min-w-0 gap-2">
      <span className="w-20 shrink-0 text-muted">{label}</span>
      <span className="flex min-w-0 flex-wrap gap-x-3">
        {values.map((text) => (
          <Text
            key={text}
            value={text}
            mono
            className={`whitespace-normal break-all ${alarm?.(text) ? 'font-medium text-high' : ''}`}
          />
        ))}
      </span>
    </div>
  )
}

/** A policy in statements, wildcards marked, with the document as it came behind a button. */
export function PolicyView({ document, label }: { document: PolicyDocument; label: string }) {
  const [raw, setRaw] = useState(false)
  const statements = statementsOf(document.parsed)
  const isWild = (text: string) => text === '*' || text === 'AWS: *' || text.endsWith(':*')
  const isUnread = statements.length === 0
  return (
    <div className="grid grid-cols-1 gap-2 text-table">
      {isUnread && (
        <p className="m-0 text-high">This could not be read as a policy; here it is as it came.</p>
      )}
      {!raw &&
        statements.map((one) => (
          <div key={one.at} className="min-w-0 border-l-2 border-line-strong pl-2">
            <div className="flex flex-wrap gap-x-2">
              <span className={one.effect === 'Deny' ? 'font-medium' : 'font-medium text-text'}>
                {one.effect}
              </span>
              {one.sid && <Text value={one.sid} className="text-muted" />}
            </div>
            <Words label="who" values={one.principals} alarm={isWild} />
            <Words label="may" values={one.actions} alarm={isWild} />
            <Words label="on" values={one.resources} alarm={(text) => text === '*'} />
            <Words label="if" values={one.conditions} />
          </div>
        ))}
      {(raw || isUnread) && <CodeBlock code={pretty(document)} label={label} />}
      {!isUnread && (
        <div>
          <Button size="sm" variant="ghost" onClick={() => setRaw(!raw)}>
            {raw ? 'Statements' : 'JSON'}
          </Button>
        </div>
      )}
    </div>
  )
}
