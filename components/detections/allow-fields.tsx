'use client'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { type AllowDraft, roleSessions } from './allow-draft.ts'

const TOOLS = [
  { value: '', label: 'Any tool' },
  { value: 'iac', label: 'Deployment tool' },
  { value: 'cli', label: 'Command line' },
  { value: 'sdk', label: 'Program (SDK)' },
  { value: 'console', label: 'Console' },
  { value: 'service', label: 'AWS service' },
]

type Props = {
  draft: AllowDraft
  set: (values: Partial<AllowDraft>) => void
  /** Who did what the entry was begun from. */
  actorArn: string | null
}

/** Which acts an entry expects: by whom, with what, from where, on what. */
export function AllowFields({ draft, set, actorArn }: Props) {
  const sessions = actorArn && roleSessions(actorArn)
  return (
    <>
      <Field
        id="allow-detections"
        label="Detections"
        hint="Ids, separated by commas. Empty: every detection."
        value={draft.detections}
        onChange={(event) => set({ detections: event.target.value })}
      />
      <div className="grid grid-cols-1 gap-1">
        <Field
          id="allow-principal"
          label="Principal"
          hint="ARN of the actor or of its role, with * and ?"
          className="num"
          value={draft.principal}
          onChange={(event) => set({ principal: event.target.value })}
        />
        {sessions && (
          <p className="m-0 flex flex-wrap gap-1.5">
            <Button
              size="sm"
              aria-pressed={draft.principal === sessions}
              onClick={() => set({ principal: sessions })}
            >
              Every session of the role
            </Button>
            <Button
              size="sm"
              aria-pressed={draft.principal === actorArn}
              onClick={() => set({ principal: actorArn })}
            >
              This session name only
            </Button>
          </p>
        )}
      </div>
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
        <div className="grid content-start gap-1">
          <label htmlFor="allow-tool" className="font-medium">
            Tool
          </label>
          <Select id="allow-tool" options={TOOLS} value={draft.tool} onChange={(tool) => set({ tool })} />
        </div>
        <Field
          id="allow-network"
          label="Network"
          hint="An address, or a range such as 10.0.0.0/8"
          value={draft.network}
          onChange={(event) => set({ network: event.target.value })}
        />
        <Field
          id="allow-function"
          label="Function"
          hint="Name, with * and ?"
          value={draft.functionName}
          onChange={(event) => set({ functionName: event.target.value })}
        />
        <Field
          id="allow-account"
          label="Account"
          hint="Id"
          value={draft.account}
          onChange={(event) => set({ account: event.target.value })}
        />
      </div>
      <p className="m-0 text-table text-muted">
        An act is expected where every part that is filled in fits it.
      </p>
    </>
  )
}
