'use client'
import { useState } from 'react'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { Tabs, TabsContent, TabsList, TabsTrigger } from '#components/ui/tabs.tsx'
import { visibleText } from '#server/domain/text.ts'
import type { FindingDetail } from '#server/services/findings/schema.ts'

const FORMS = [
  { key: 'cli', label: 'AWS CLI' },
  { key: 'cloudformation', label: 'CloudFormation, SAM' },
  { key: 'terraform', label: 'Terraform' },
] as const

/** How to mend one resource, in the tools that can: to copy, as Sightline only reads. */
export function RemediationTabs({ remediation }: { remediation: FindingDetail['remediation'] }) {
  const [shown, setShown] = useState<string>()
  if (!remediation)
    return (
      <p className="m-0 text-table text-muted">
        The resource no longer shows it, or is gone: there is nothing to mend.
      </p>
    )
  const forms = FORMS.filter(({ key }) => remediation[key] !== null)
  const current = forms.find(({ key }) => key === shown)?.key ?? forms[0]?.key
  return (
    <div className="grid min-w-0 grid-cols-1 gap-2">
      <p className="m-0 break-words">{visibleText(remediation.text)}</p>
      {current && (
        <Tabs value={current} onValueChange={setShown}>
          <TabsList aria-label="How to mend it" className="mb-2">
            {forms.map(({ key, label }) => (
              <TabsTrigger key={key} value={key}>
                {label}
              </TabsTrigger>
            ))}
          </TabsList>
          <TabsContent value={current}>
            <CodeBlock code={remediation[current] ?? ''} label="To copy and run yourself" />
          </TabsContent>
        </Tabs>
      )}
      {current && (
        <p className="m-0 text-micro text-muted">
          To copy: Sightline only reads, and changes nothing in your account.
        </p>
      )}
    </div>
  )
}
