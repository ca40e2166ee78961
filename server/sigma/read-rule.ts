import type { z } from 'zod'
import { isObject } from '#server/domain/json.ts'
import { conditionTest } from './condition.ts'
import { type SigmaCorrelation, type SigmaRule, sigmaCorrelation, sigmaRule } from './rule-schema.ts'
import { isNowhere } from './scope.ts'
import { at, selectionTest } from './selection.ts'
import { SigmaError } from './sigma-error.ts'
import type { SigmaTest } from './sigma-test.ts'

export type ReadRule = { kind: 'rule'; rule: SigmaRule; test: SigmaTest }
export type ReadCorrelation = { kind: 'correlation'; rule: SigmaCorrelation }

/** Reads one document of a file of Sigma rules. @throws SigmaError */
export function readRule(value: unknown): ReadRule | ReadCorrelation {
  if (!isObject(value))
    throw new SigmaError('It is no Sigma rule: a rule has a title, a logsource and a detection.')
  if ('action' in value)
    throw new SigmaError('action is no longer part of Sigma: write each rule out, or a correlation rule.', [
      'action',
    ])
  if ('filter' in value)
    throw new SigmaError("Sigma's filters are not supported: the allow-list of detections does the same.", [
      'filter',
    ])
  if ('correlation' in value) return { kind: 'correlation', rule: parsed(sigmaCorrelation, value) }
  const rule = parsed(sigmaRule, value)
  checkSource(rule)
  if (rule.status === 'unsupported')
    throw new SigmaError('Its authors say that it cannot be used: status is unsupported.', ['status'])
  return { kind: 'rule', rule, test: at('detection', () => readDetection(rule.detection)) }
}

function parsed<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const path = issue?.path ?? []
  throw new SigmaError(`${path.join('.') || 'rule'}: ${issue?.message ?? 'it cannot be read'}`, path)
}

function checkSource({ logsource: { product, service, category } }: SigmaRule): void {
  if (product === 'aws' && service === 'cloudtrail' && category === undefined) return
  const given = Object.entries({ product, service, category }).flatMap(([key, text]) =>
    text ? `${key}: ${text}` : [],
  )
  throw new SigmaError(
    `Only records of CloudTrail are read here (product: aws, service: cloudtrail), and this rule is for ${given.join(', ') || 'nothing that it names'}.`,
    ['logsource'],
  )
}

function readDetection({ condition, timeframe, ...selections }: Record<string, unknown>): SigmaTest {
  if (timeframe !== undefined)
    throw new SigmaError('timeframe is no longer part of Sigma: write a correlation rule with a timespan.', [
      'timeframe',
    ])
  const tests = new Map(
    Object.entries(selections).map(([name, given]) => [name, at(name, () => selectionTest(given))]),
  )
  const test = at('condition', () => conditionTest(condition, tests))
  if (isNowhere(test.scope))
    throw new SigmaError('No record can meet it: it asks for two event sources or names at once.', [
      'condition',
    ])
  return test
}
