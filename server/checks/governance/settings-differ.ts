import { z } from 'zod'
import { defineCheck } from '#server/checks/define-check.ts'
import type { Field } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Evidence, Verdict } from '#server/domain/verdict.ts'
import { madeForPlatform, pass, unknown, whyUnseen } from './verdicts.ts'

const parameters = z.object({
  runtimes: z.array(z.string()).default([]).describe('Runtimes that are allowed; empty: any'),
  maxTimeoutSeconds: z.number().int().min(1).max(900).default(900).describe('Longest timeout, in seconds'),
  maxMemoryMb: z.number().int().min(128).max(10_240).default(10_240).describe('Most memory, in MB'),
  architectures: z
    .array(z.enum(['arm64', 'x86_64']))
    .default([])
    .describe('Architectures that are allowed; empty: any'),
})
type Wanted = z.output<typeof parameters>

type Setting = { name: string; field: Field<unknown>; differs: string | null }

function settingOf<T>(name: string, field: Field<T>, wanted: string, isFine: (value: T) => boolean): Setting {
  const differs =
    field.state === 'known' && !isFine(field.value) ? `${String(field.value)}, not ${wanted}` : null
  return { name, field, differs }
}

function settingsOf(record: FunctionRecord, wanted: Wanted): Setting[] {
  const { runtimes, architectures, maxTimeoutSeconds, maxMemoryMb } = wanted
  const oneOf = (names: readonly string[], value: string) => names.length === 0 || names.includes(value)
  return [
    settingOf('Runtime', record.runtime, runtimes.join(' or '), (value) => oneOf(runtimes, value)),
    settingOf(
      'Timeout in seconds',
      record.timeoutSeconds,
      `at most ${maxTimeoutSeconds}`,
      (value) => value <= maxTimeoutSeconds,
    ),
    settingOf('Memory in MB', record.memoryMb, `at most ${maxMemoryMb}`, (value) => value <= maxMemoryMb),
    settingOf('Architecture', record.architectures, architectures.join(' or '), (values) =>
      values.every((value) => oneOf(architectures, value)),
    ),
  ]
}

function evaluate(record: FunctionRecord, wanted: Wanted): Verdict {
  const made = madeForPlatform(record)
  if (made) return made
  const settings = settingsOf(record, wanted)
  const differing = settings.flatMap(({ name, differs }): Evidence[] =>
    differs === null ? [] : [{ label: name, value: differs }],
  )
  if (differing.length > 0)
    return {
      state: 'fail',
      severity: 'low',
      summary: `Not as the organisation wants it: ${differing.map(({ label, value }) => `${label} ${value}`).join('; ')}.`,
      evidence: differing,
    }
  const hidden = settings.find(({ field }) => field.state === 'denied' || field.state === 'failed')
  if (hidden) return unknown(`${hidden.name}: ${whyUnseen(hidden.field)}.`)
  return pass(
    ...settings.map(({ name, field }) => ({
      label: name,
      value: field.state === 'known' ? String(field.value) : 'none',
    })),
  )
}

export const settingsDiffer = defineCheck({
  id: 'settings-differ',
  title: 'Settings differ from what is wanted',
  group: 'governance',
  kind: 'function',
  severity: 'low',
  severityNote: null,
  off: 'Which runtimes, timeouts and sizes are wanted is the organisation’s to say.',
  why: 'An organisation that supports some runtimes and sizes wants to see the functions that have others.',
  references: [
    'https://docs.aws.amazon.com/config/latest/developerguide/lambda-function-settings-check.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html',
  ],
  needs: ['functions'],
  elsewhere: ['AWS Config lambda-function-settings-check', 'Security Hub Lambda.2'],
  risks: ['insecure-deployment-configuration', 'ungoverned-assets'],
  parameters,
  evaluate: (record, _, wanted) => evaluate(record, wanted),
  remediate: () => ({
    text: 'Change the setting in the template of the function, or accept the finding with the reason why this one needs it.',
    cli: null,
    cloudformation: null,
    terraform: null,
  }),
})
