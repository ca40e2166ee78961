import type { AnyCheck } from '#server/checks/define-check.ts'
import { known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { makeOrganization, makePolicy } from '#server/testing/source-records.ts'

type Options = Parameters<typeof estateOf>[1] & { parameters?: unknown }

/** The verdict on a record that stands in an organisation among others. */
export function judgeRecord(
  check: AnyCheck,
  record: ResourceRecord,
  others: readonly ResourceRecord[] = [],
  { parameters, ...options }: Options = {},
): Verdict {
  const organization = options.without?.includes('organization') ? [] : [makeOrganization()]
  return check.evaluate(record, estateOf([record, ...others, ...organization], options), parameters)
}

/** The same for a function of these values. */
export function judge(
  check: AnyCheck,
  values: Partial<FunctionRecord>,
  others: readonly ResourceRecord[] = [],
  options: Options = {},
): Verdict {
  return judgeRecord(check, makeFunctionRecord(values), others, options)
}

/** What a person would be told to do about a failing function. */
export function remedyOf(
  check: AnyCheck,
  values: Partial<FunctionRecord>,
  others: readonly ResourceRecord[] = [],
) {
  const record = makeFunctionRecord(values)
  const around = estateOf([record, ...others])
  const verdict = check.evaluate(record, around)
  if (verdict.state !== 'fail') throw new Error(`${check.id} does not fail: ${verdict.state}`)
  return check.remediate(record, verdict, around)
}

/** A policy whose statements are about any action. */
export const policyOf = (...statements: object[]) => known(makePolicy(...statements))

export const ADMIN = { Effect: 'Allow', Action: '*', Resource: '*' }
