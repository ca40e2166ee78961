'use client'
import { type FormEvent, useState } from 'react'
import { postApi } from '#components/query/use-api.ts'
import { useRoleReason } from '#components/query/use-status.ts'
import { useChange } from '#components/settings/use-change.ts'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { Field, Textarea } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { RESOURCE_KINDS } from '#server/domain/records/resource-kind.ts'
import { SEVERITIES } from '#server/domain/severity.ts'
import { visibleText } from '#server/domain/text.ts'
import { type OwnRule, type OwnRuleRow, type OwnRuleTrial, ownRule } from '#server/services/rules/schema.ts'
import { ListField } from './list-field.tsx'
import { KIND_WORDS } from './posture-words.ts'
import { forTrial, whatLacks } from './rule-draft.ts'
import { RuleExamples } from './rule-examples.tsx'
import { RuleTrial } from './rule-trial.tsx'

type Props = { initial: OwnRule; isNew: boolean; readOnly: boolean; onDone: () => void }

/** A rule as a form: tried against what is stored before it is saved. */
export function RuleEditor({ initial, isNew, readOnly, onDone }: Props) {
  const [rule, setRule] = useState(initial)
  const [tried, setTried] = useState<{ trial: OwnRuleTrial; rule: OwnRule }>()
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  const reviewer = useRoleReason('reviewer')
  const admin = useRoleReason('admin')
  const save = useChange<OwnRuleRow>('/rules', onDone)
  const set = (values: Partial<OwnRule>) => setRule({ ...rule, ...values })
  const select = (values: Partial<OwnRule['selector']>) => set({ selector: { ...rule.selector, ...values } })
  const lacks = whatLacks(rule)
  const toTry = ownRule.safeParse(forTrial(rule))
  const isStale =
    tried !== undefined && JSON.stringify(forTrial(tried.rule)) !== JSON.stringify(forTrial(rule))
  const tryIt = async () => {
    setBusy(true)
    setProblem(undefined)
    setTried(undefined)
    try {
      setTried({ trial: await postApi<OwnRuleTrial>('/rules/try', { rule: forTrial(rule) }), rule })
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
          <div className="flex flex-wrap items-start justify-between gap-2">
            {!readOnly && <RuleExamples onUse={set} />}
            <Button
              className="ml-auto"
              disabled={!toTry.success || busy || reviewer !== null}
              title={reviewer ?? undefined}
              onClick={tryIt}
            >
              {busy ? 'Trying…' : 'Try it'}
            </Button>
          </div>
        </div>
        {tried && (
          <div className="min-w-0">
            {isStale && <p className="m-0 mb-1 text-table">The rule has changed since it was tried.</p>}
            <RuleTrial trial={tried.trial} condition={tried.rule.condition} />
          </div>
        )}
        {problem && (
          <p role="alert" className="m-0 break-words font-medium text-high">
            {visibleText(problem)}
          </p>
        )}
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
          <ListField
            id="rule-names"
            label="Only these names"
            hint="With * and ?, separated by commas"
            values={rule.selector.names}
            disabled={readOnly}
            onChange={(names) => select({ names })}
          />
          <ListField
            id="rule-environments"
            label="Only these environments"
            hint="Separated by commas"
            values={rule.selector.environments}
            disabled={readOnly}
            onChange={(environments) => select({ environments })}
          />
          <ListField
            id="rule-accounts"
            label="Only these accounts"
            hint="Ids, separated by commas"
            values={rule.selector.accounts}
            disabled={readOnly}
            onChange={(accounts) => select({ accounts })}
          />
        </div>
        {lacks && !readOnly && <p className="m-0 text-table text-muted">{visibleText(lacks)}</p>}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onDone}>Close</Button>
          {!readOnly && (
            <Button
              type="submit"
              variant="primary"
              disabled={lacks !== undefined || save.isPending || admin !== null}
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
