import { describe, expect, it } from 'vitest'
import { firesOn, load } from './sigma-for-test.ts'

describe('Sigma correlations', () => {
  const rule = (name: string, event: string) => `title: ${name}
name: ${name}
id: ${name}
logsource: { product: aws, service: cloudtrail }
detection:
    a: { eventName: ${event} }
    condition: a
`
  const correlation = (body: string) => `---
title: Together
id: together
correlation:
${body.replace(/^/gm, '    ')}
level: high
`
  const both = `${rule('made', 'CreateUser')}---\n${rule('keyed', 'CreateAccessKey')}`
  const user = { source: 'iam', name: 'CreateUser' }
  const key = { source: 'iam', name: 'CreateAccessKey' }
  const by = 'group-by: userIdentity.arn\ntimespan: 10m\n'

  it('count records of a group within the timespan, and keep their rules to themselves', () => {
    const loaded = load(`${both}${correlation(`type: event_count\nrules: made\n${by}condition: { gte: 3 }`)}`)
    expect(loaded.problems).toEqual([])
    expect(firesOn(loaded, user, user)).toEqual([])
    expect(firesOn(loaded, user, user, user)).toEqual(['sigma-together'])
    expect(firesOn(loaded, user, user, { ...user, by: 'role' })).toEqual([])
    expect(firesOn(loaded, user, user, { ...user, minute: 40 })).toEqual([])
    expect(loaded.rules.map(({ title, detectionId }) => [title, detectionId])).toEqual([
      ['made', null],
      ['keyed', 'sigma-keyed'],
      ['Together', 'sigma-together'],
    ])
  })

  it('run their rules as well where they say so', () => {
    const loaded = load(
      `${both}${correlation(`type: event_count\nrules: [made]\n${by}condition: { gt: 0 }\ngenerate: true`)}`,
    )
    expect(firesOn(loaded, user).sort()).toEqual(['sigma-made', 'sigma-together'])
  })

  it('count different values', () => {
    const body = `type: value_count\nrules: made\n${by}condition: { gte: 2, field: requestParameters.userName }`
    const loaded = load(`${both}${correlation(body)}`)
    const named = (userName: string) => ({ ...user, request: { userName } })
    expect(firesOn(loaded, named('a'), named('a'))).toEqual([])
    expect(firesOn(loaded, named('a'), named('b'))).toEqual(['sigma-together'])
    expect(firesOn(loaded, named('a'), user)).toEqual([])
  })

  it('find rules together in any order, or in theirs', () => {
    const any = load(`${both}${correlation(`type: temporal\nrules: [made, keyed]\n${by}`)}`)
    expect(firesOn(any, key, user)).toEqual(['sigma-together'])
    expect(firesOn(any, user, user)).toEqual([])
    const ordered = load(`${both}${correlation(`type: temporal_ordered\nrules: [made, keyed]\n${by}`)}`)
    expect(firesOn(ordered, key, user)).toEqual([])
    expect(firesOn(ordered, user, key)).toEqual(['sigma-together'])
  })

  it('take other names for a group from its rules', () => {
    const body =
      'type: temporal\nrules: [made, keyed]\ngroup-by: [who]\ntimespan: 10m\naliases:\n    who: { made: requestParameters.userName, keyed: userIdentity.userName }'
    const loaded = load(`${both}${correlation(body)}`)
    expect(firesOn(loaded, { ...user, request: { userName: 'alice' } }, key)).toEqual(['sigma-together'])
    expect(firesOn(loaded, { ...user, request: { userName: 'bob' } }, key)).toEqual([])
  })

  it.each([
    ['type: event_count\nrules: made\ntimespan: 10m\ncondition: { lt: 3 }', 'a later record could take back'],
    ['type: event_count\nrules: made\ntimespan: 10x\ncondition: { gt: 3 }', 'timespan'],
    ['type: event_count\nrules: made\ntimespan: 10m', 'condition says how many it takes'],
    ['type: value_count\nrules: made\ntimespan: 10m\ncondition: { gt: 3 }', 'value_count needs a field'],
    ['type: value_avg\nrules: made\ntimespan: 10m\ncondition: { gt: 3 }', 'value_avg is not supported'],
    ['type: temporal\nrules: [made, other]\ntimespan: 10m', 'there is no rule with the id or name other'],
    [
      'type: temporal\nrules: [made, together]\ntimespan: 10m',
      'correlations of correlations are not supported',
    ],
  ])('are refused with the reason: %#', (body, why) => {
    const { problems, detections } = load(`${both}${correlation(body)}`)
    expect(problems.map(({ text }) => text).join()).toContain(why)
    expect(problems[0]?.line).toBeGreaterThan(14)
    expect(detections.map(({ id }) => id)).toEqual(['sigma-made', 'sigma-keyed'])
  })
})
