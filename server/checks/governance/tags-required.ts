import { z } from 'zod'
import { defineCheck } from '#server/checks/define-check.ts'
import { argumentsOf, code, properties } from '#server/checks/remedy.ts'
import { shellWord } from '#server/domain/text.ts'
import { madeForPlatform, pass, unknown, whyUnseen } from './verdicts.ts'

const isOwn = (key: string) => !/^aws:/i.test(key)

export const tagsRequired = defineCheck({
  id: 'tags-required',
  title: 'Required tags are missing',
  group: 'governance',
  kind: 'function',
  severity: 'low',
  severityNote: null,
  off: 'Which tags a function must have is the organisation’s to say.',
  why: 'Tags say whose a function is, what it costs and where it runs. Without them no rule can tell production from a trial.',
  references: [
    'https://docs.aws.amazon.com/lambda/latest/dg/configuration-tags.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/lambda-controls.html',
  ],
  needs: ['functions'],
  elsewhere: [
    'Security Hub Lambda.6',
    'AWS Config tagged-lambda-function',
    'AWS Config lambda_require_tags_with_valid_values',
    'cloudsploit lambdaHasTags',
    'KICS f99d3482',
  ],
  risks: ['ungoverned-assets'],
  parameters: z.object({
    keys: z
      .array(z.string())
      .default([])
      .describe('Tag keys that each function must have, in any case; empty: any tag of one’s own'),
  }),
  evaluate: (record, _, { keys }) => {
    const made = madeForPlatform(record)
    if (made) return made
    const { tags } = record
    if (tags.state === 'denied' || tags.state === 'failed') return unknown(`Tags: ${whyUnseen(tags)}.`)
    const own = tags.state === 'known' ? Object.entries(tags.value).filter(([key]) => isOwn(key)) : []
    const present = new Set(own.flatMap(([key, value]) => (value.trim() === '' ? [] : [key.toLowerCase()])))
    const missing = keys.filter((key) => !present.has(key.toLowerCase()))
    const shown = { label: 'Tags', value: own.map(([key]) => key).join(', ') || 'none' }
    if (missing.length === 0 && (keys.length > 0 || own.length > 0)) return pass(shown)
    return {
      state: 'fail',
      severity: 'low',
      summary: missing.length > 0 ? `It has no tag ${missing.join(', ')}.` : 'It has no tags.',
      evidence: [shown],
    }
  },
  remediate: (record, verdict) => {
    const keys = /^It has no tag (.*)\.$/.exec(verdict.summary)?.[1]?.split(', ') ?? ['owner']
    const tags = keys.map((key) => `${shellWord(`${key}=`)}"$value"`).join(',')
    return {
      text: `Set ${keys.join(', ')} in its template, each with the value that holds for it. The command asks for one value.`,
      cli: `read -r value && aws lambda tag-resource --region ${shellWord(record.region)} --resource ${shellWord(record.arn)} --tags ${tags}`,
      cloudformation: properties('AWS::Lambda::Function', {
        Tags: keys.map((key) => ({ Key: key, Value: code('!Ref TagValue') })),
      }),
      terraform: argumentsOf('aws_lambda_function', {
        tags: Object.fromEntries(keys.map((key) => [key, code('var.tag_value')])),
      }),
    }
  },
})
