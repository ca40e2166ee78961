'use client'
import { type FormEvent, useState } from 'react'
import { postApi } from '#components/query/use-api.ts'
import { useRoleReason } from '#components/query/use-status.ts'
import { useChange } from '#components/settings/use-change.ts'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { formatCount } from '#components/ui/format.ts'
import { Field, Textarea } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { Text } from '#components/ui/text.tsx'
import { RESOURCE_KINDS } from '#server/domain/records/resource-kind.ts'
import { SEVERITIES } from '#server/domain/severity.ts'
import { visibleText } from '#server/domain/text.ts'
import { type OwnRule, type OwnRuleRow, type OwnRuleTrial, ownRule } from '#server/services/rules/schema.ts'
import { KIND_WORDS } from './posture-words.ts'

export const NEW_RULE: OwnRule = {
  id: 'own-',
  title: '',
  why: '',
  severity: 'medium',
  kind: 'function',
  selector: { accounts: [], regions: [], names: [], tags: [], environments: [] },
  condition: 'resource.memoryMb <= 1024',
  message: '{name} has more memory than is agreed.',
  remediation: '',
  risks: [],
}

const list = (text: string) =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')

function Trial({ trial }: { trial: OwnRuleTrial }) {
  const { problem, counts, failing, unknown, durationMs } = trial
  if (problem && counts.pass + counts.fail + counts.unknown === 0)
    return (
      <p className="m-0 break-words font-medium text-high">
        {visibleText(problem.text)}
        {problem.line !== null && ` (line ${problem.line}, column ${problem.column ?? 1})`}
      </p>
    )
  return (
    <div className="grid grid-cols-1 gap-1 rounded-md border border-line p-2 text-table">
      <p className="m-0 flex flex-wrap gap-x-3">
        <span className="font-medium text-high">{formatCount(counts.fail)} would fail</span>
        <span className="hatched rounded-sm px-1">{formatCount(counts.unknown)} unknown</span>
        <span>{formatCount(counts.pass)} pass</span>
        <span className="text-muted">{formatCount(counts.notApplicable)} not applicable</span>
        <span className="ml-auto text-muted">{formatCount(durationMs)} ms</span>
      </p>
      {problem && <p className="m-0 break-words font-medium text-high">{visibleText(problem.text)}</p>}
      <ul className="m-0 max-h-48 list-none overflow-y-auto p-0">
        {[...failing, ...unknown].map((one) => (
          <li key={one.resourceId} className="flex min-w-0 gap-2">
            <Text value={one.name} mono className="max-w-52" />
            <Text value={one.text} className="min-w-0 flex-1 text-muted" />
          </li>
        ))}
      </ul>
    </div>
  )
}

type Props = { initial: OwnRule; isNew: boolean; readOnly: boolean; onDone: () => void }

/** A rule as a form: tried against what is stored before it is saved. */
export function RuleEditor({ initial, isNew, readOnly, onDone }: Props) {
  const [rule, setRule] = useState(initial)
  const [trial, setTrial] = useState<OwnRuleTrial>()
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  const reviewer = useRoleReason('reviewer')
  const admin = useRoleReason('admin')
  const save = useChange<OwnRuleRow>('/rules', onDone)
  const set = (values: Partial<OwnRule>) => setRule({ ...rule, ...values })
  const select = (values: Partial<OwnRule['selector']>) => set({ selector: { ...rule.selector, ...values } })
  const parsed = ownRule.safeParse(rule)
  const issue = parsed.success ? undefined : parsed.error.issues[0]
  const tryIt = async () => {
    setBusy(true)
    setProblem(undefined)
    try {
      setTrial(await postApi<OwnRuleTrial>('/rules/try', { rule }))
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'It could not be tried.')
    }
    setBusy(false)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate({
      path: '/rules',
      body: { rule },
      said: isNew ? 'Saved. Switch it on in the list.' : 'Saved',
    })
  }
  return (
    <Card title={isNew ? 'New rule' : rule.id}>
      <form onSubmit={submit} className="grid grid-cols-1 gap-3">
        <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
          <Field
            id="rule-id"
            label="Id"
            value={rule.id}
            disabled={!isNew}
            hint="own- and lower-case words"
            onChange={(event) => set({ id: event.target.value })}
          />
          <Field
            id="rule-title"
            label="Title"
            value={rule.title}
            disabled={readOnly}
            onChange={(event) => set({ title: event.target.value })}
          />
        </div>
        <div className="flex flex-wrap gap-3">
          <span className="grid gap-1">
            <span className="font-medium">Looks at</span>
            <Select
              aria-label="Looks at"
              value={rule.kind}
              disabled={readOnly}
              options={RESOURCE_KINDS.map((kind) => ({ value: kind, label: KIND_WORDS[kind] }))}
              onChange={(value) => set({ kind: RESOURCE_KINDS.find((kind) => kind === value) ?? rule.kind })}
            />
          </span>
          <span className="grid gap-1">
            <span className="font-medium">Severity</span>
            <Select
              aria-label="Severity"
              value={rule.severity}
              disabled={readOnly}
              options={SEVERITIES.map((value) => ({ value, label: value }))}
              onChange={(value) =>
                set({ severity: SEVERITIES.find((one) => one === value) ?? rule.severity })
              }
            />
          </span>
        </div>
        <div className="grid gap-1">
          <label htmlFor="rule-condition" className="font-medium">
            It is as it should be when
          </label>
          <Textarea
            id="rule-condition"
            className="num min-h-24"
            spellCheck={false}
            value={rule.condition}
            disabled={readOnly}
            onChange={(event) => set({ condition: event.target.value })}
          />
          <p className="m-0 text-table text-muted">
            CEL over resource, triggers, reach, role and labels. What was denied makes the verdict unknown;
            what is absent is null.
          </p>
        </div>
        <Field
          id="rule-message"
          label="A finding says"
          value={rule.message}
          disabled={readOnly}
          hint="{name} is the resource's name"
          onChange={(event) => set({ message: event.target.value })}
        />
        <Field
          id="rule-why"
          label="Why it matters"
          value={rule.why}
          disabled={readOnly}
          onChange={(event) => set({ why: event.target.value })}
        />
        <Field
          id="rule-remediation"
          label="How to mend it (optional)"
          value={rule.remediation}
          disabled={readOnly}
          onChange={(event) => set({ remediation: event.target.value })}
        />
        <div className="grid grid-cols-1 gap-3 sm:grid-cols-3">
          <Field
            id="rule-names"
            label="Only these names"
            hint="With * and ?"
            value={rule.selector.names.join(', ')}
            disabled={readOnly}
            onChange={(event) => select({ names: list(event.target.value) })}
          />
          <Field
            id="rule-environments"
            label="Only these environments"
            value={rule.selector.environments.join(', ')}
            disabled={readOnly}
            onChange={(event) => select({ environments: list(event.target.value) })}
          />
          <Field
            id="rule-accounts"
            label="Only these accounts"
            value={rule.selector.accounts.join(', ')}
            disabled={readOnly}
            onChange={(event) => select({ accounts: list(event.target.value) })}
          />
        </div>
        {trial && <Trial trial={trial} />}
        {problem && <p className="m-0 font-medium text-high">{visibleText(problem)}</p>}
        {issue && !readOnly && (
          <p className="m-0 text-table text-muted">
            {issue.path.join('.')}: {issue.message}
          </p>
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onDone}>Close</Button>
          <Button
            disabled={!parsed.success || busy || reviewer !== null}
            title={reviewer ?? undefined}
            onClick={tryIt}
          >
            {busy ? 'Trying…' : 'Try it'}
          </Button>
          {!readOnly && (
            <Button
              type="submit"
              variant="primary"
              disabled={!parsed.success || save.isPending || admin !== null}
              title={admin ?? undefined}
            >
              Save
            </Button>
          )}
        </div>
      </form>
    </Card>
  )
}
