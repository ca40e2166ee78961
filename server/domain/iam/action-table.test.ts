import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { type ActionTable, loadActionTable } from './action-table.ts'
import { matchesPattern } from './matches-pattern.ts'

let table: ActionTable
beforeAll(async () => {
  table = await loadActionTable()
})

describe('the action table', () => {
  it('is read once', async () => {
    expect(await loadActionTable()).toBe(table)
    expect(table.size).toBeGreaterThan(15_000)
  })

  it('writes actions as AWS does', () => {
    expect(table.expand('LAMBDA:invoke*')).toEqual([
      'lambda:InvokeAsync',
      'lambda:InvokeFunction',
      'lambda:InvokeFunctionUrl',
    ])
    expect(table.expand('lambda:invokefunction')).toEqual(['lambda:InvokeFunction'])
  })

  it.each([
    ['lambda:InvokeFunction', 'Write'],
    ['S3:GETOBJECT', 'Read'],
    ['s3:ListBucket', 'List'],
    ['iam:PutRolePolicy', 'Permissions management'],
    ['lambda:TagResource', 'Tagging'],
    ['lambda:Nothing', 'Unknown'],
    ['', 'Unknown'],
  ])('%s is of level %s', (action, level) => {
    expect(table.level(action)).toBe(level)
    expect(table.has(action)).toBe(level !== 'Unknown')
  })

  it('tells services, their actions and what these can be about', () => {
    expect(table.serviceName('s3')).toBe('Amazon S3')
    expect(table.serviceName('ses')).toBe('Amazon SES')
    expect(table.serviceName('apigateway')).toBe('Amazon API Gateway')
    expect(table.serviceName('nothing')).toBe('nothing')
    expect(table.actionsOf('sqs')).toContain('sqs:SendMessage')
    expect(table.actionsOf('nothing')).toEqual([])
    expect(table.resourceTypes('s3:ListAllMyBuckets')).toEqual([])
    expect(table.resourceTypes('sqs:SendMessage')?.[0]).toMatch(/^arn:.*:sqs:/)
    expect(table.resourceTypes('sqs:Nothing')).toBeUndefined()
  })

  it.each([
    '*',
    '*:*',
    's3:*',
    's3:Get*',
    's3:*Object*',
    's3:?etObject',
    's3*',
    '*:List*',
    '*iam:*',
    'iam:PassRole',
    'nothing:*',
    's3:Nothing*',
    '',
  ])('expands %j to what the pattern matches', (pattern) => {
    const matched = table.expand('*').filter((action) => matchesPattern(pattern, action))
    expect(table.expand(pattern)).toEqual(matched)
  })

  it('expands any pattern to what it matches', () => {
    const all = table.expand('*')
    const edit = fc.tuple(fc.nat(), fc.nat(6), fc.constantFrom('*', '?', '', '**'))
    fc.assert(
      fc.property(fc.nat(all.length - 1), fc.array(edit, { maxLength: 3 }), (at, edits) => {
        const pattern = edits.reduce((text, [from, length, put]) => {
          const start = from % text.length
          return text.slice(0, start) + put + text.slice(start + length) || '*'
        }, all[at] ?? '')
        const expanded = new Set(table.expand(pattern))
        const wrong = all.filter((action) => expanded.has(action) !== matchesPattern(pattern, action))
        expect(wrong).toEqual([])
      }),
      { numRuns: 20 },
    )
  })

  it('counts the levels of a service', () => {
    const counts = [...table.levelCounts('lambda').values()].reduce((sum, count) => sum + count, 0)
    expect(counts).toBe(table.actionsOf('lambda').length)
    expect(table.levelCounts('nothing').size).toBe(0)
  })
})
