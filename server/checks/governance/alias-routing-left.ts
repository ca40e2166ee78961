import { z } from 'zod'
import { defineCheck } from '#server/checks/define-check.ts'
import { argumentsOf, properties, regionOf } from '#server/checks/remedy.ts'
import { valueOr } from '#server/domain/field.ts'
import type { FunctionAlias, FunctionRecord } from '#server/domain/records/function-record.ts'
import { shellWord } from '#server/domain/text.ts'
import { DAY_MS } from '#server/domain/time.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { notApplicable, pass, unknown, whyUnseen } from './verdicts.ts'

const isSplit = ({ routing }: FunctionAlias) => Object.values(routing).some((weight) => weight > 0)
const splitOf = (record: FunctionRecord) => (valueOr(record.aliases, []) ?? []).filter(isSplit)

/** When the newest of an alias's versions was published, which a shift of traffic comes after; undefined where not seen. */
function newestOf(record: FunctionRecord, { functionVersion, routing }: FunctionAlias): string | undefined {
  const names = new Set([functionVersion, ...Object.keys(routing)])
  return (valueOr(record.versions, []) ?? [])
    .flatMap(({ version, lastModifiedAt }) => (names.has(version) && lastModifiedAt ? [lastModifiedAt] : []))
    .sort()
    .at(-1)
}

const words = ({ name, functionVersion, routing }: FunctionAlias) => {
  const others = Object.entries(routing).map(
    ([version, weight]) => `${Math.round(weight * 100)} % to ${version}`,
  )
  return { label: `Alias ${name}`, value: `version ${functionVersion}, ${others.join(', ')}` }
}

function evaluate(record: FunctionRecord, now: number, days: number): Verdict {
  const { aliases } = record
  if (aliases.state === 'denied' || aliases.state === 'failed')
    return unknown(`Its aliases: ${whyUnseen(aliases)}.`)
  const all = valueOr(aliases, []) ?? []
  if (all.length === 0) return notApplicable('It has no alias.')
  const split = splitOf(record)
  if (split.length === 0) return pass({ label: 'Aliases', value: all.map(({ name }) => name).join(', ') })
  const dated = split.map((alias) => ({ alias, newest: newestOf(record, alias) }))
  const left = dated.filter(({ newest }) => newest !== undefined && Date.parse(newest) < now - days * DAY_MS)
  if (left.length > 0)
    return {
      state: 'fail',
      severity: 'low',
      summary: `${left.map(({ alias }) => alias.name).join(', ')} still ${left.length === 1 ? 'splits its' : 'split their'} calls between versions older than ${days} days.`,
      evidence: left.map(({ alias }) => words(alias)),
    }
  if (dated.some(({ newest }) => newest === undefined))
    return unknown('When its versions were published was not seen.')
  return pass(...split.map(words))
}

export const aliasRoutingLeft = defineCheck({
  id: 'alias-routing-left',
  title: 'Alias still splits its calls',
  group: 'governance',
  kind: 'function',
  severity: 'low',
  severityNote: null,
  why: 'A trial of a new version that nobody ended: some callers get other code than the rest, and the old version gets no fixes.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html'],
  needs: ['functions'],
  elsewhere: [],
  risks: ['ungoverned-assets', 'insecure-deployment-configuration'],
  parameters: z.object({
    days: z.number().int().min(1).default(7).describe('Days that a split may last'),
  }),
  evaluate: (record, { now }, { days }) => evaluate(record, now, days),
  remediate: (record) => {
    const [first] = splitOf(record)
    const name = first?.name ?? ''
    return {
      text: `Decide which version stays, then send everything to it: this keeps version ${first?.functionVersion ?? '$LATEST'}.`,
      cli: splitOf(record)
        .map(
          (alias) =>
            `aws lambda update-alias ${regionOf(record)} --function-name ${shellWord(record.name)} --name ${shellWord(alias.name)} --routing-config ${shellWord('{"AdditionalVersionWeights":{}}')}`,
        )
        .join('\n'),
      cloudformation: properties('AWS::Lambda::Alias', {
        Name: name,
        FunctionVersion: first?.functionVersion ?? '',
      }),
      terraform: argumentsOf('aws_lambda_alias', {
        name,
        function_name: record.name,
        function_version: first?.functionVersion ?? '',
      }),
    }
  },
})
