'use client'
import { CircleCheck, CircleHelp, CircleSlash, CircleX } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useApi } from '#components/query/use-api.ts'
import { Text } from '#components/ui/text.tsx'
import type { SourceTrial } from '#server/services/event-sources/schema.ts'

type Step = SourceTrial['steps'][number]

const STATES = {
  ok: { icon: CircleCheck, tone: 'text-resolved' },
  denied: { icon: CircleSlash, tone: 'text-high' },
  failed: { icon: CircleX, tone: 'text-critical' },
  unknown: { icon: CircleHelp, tone: 'hatched text-muted' },
} as const

function StepLine({ step }: { step: Step }) {
  const { icon: Icon, tone } = STATES[step.state]
  return (
    <li className="flex min-w-0 flex-wrap items-baseline gap-x-2">
      <span className={`inline-flex items-center gap-1 ${tone}`}>
        <Icon size={13} aria-hidden />
        {step.state}
      </span>
      <span className="font-medium">{step.what}</span>
      {step.text && <Text value={step.text} className="min-w-0 whitespace-normal break-words text-muted" />}
    </li>
  )
}

/** Follows a trial to its end. */
export function useTrial(id: string | null): SourceTrial | undefined {
  const query = useApi<SourceTrial>(`/event-sources/trials/${id}`, undefined, {
    enabled: id !== null,
    refreshMs: 1000,
  })
  return id !== null && query.data?.id === id ? query.data : undefined
}

/** What came of trying a source until now. */
export function TrialSteps({ trial }: { trial: SourceTrial }) {
  const section = useRef<HTMLElement>(null)
  const steps = trial.steps.length
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new step is to be seen
  useEffect(() => {
    section.current?.scrollIntoView({ block: 'nearest' })
  }, [steps, trial.state])
  return (
    <section
      ref={section}
      aria-label="The test"
      aria-live="polite"
      className="rounded-md border border-line p-2 text-table"
    >
      <ul className="m-0 grid list-none grid-cols-1 gap-1 p-0">
        {trial.steps.map((step) => (
          <StepLine key={step.what} step={step} />
        ))}
      </ul>
      {trial.state !== 'done' && (
        <p className="m-0 text-muted">
          {trial.state === 'requested' ? 'Waiting for a worker…' : 'One thing after the other…'}
        </p>
      )}
    </section>
  )
}
