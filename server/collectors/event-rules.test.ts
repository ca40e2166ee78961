import { describe, expect, it } from 'vitest'
import { isFunctionArn } from '#server/domain/arn.ts'
import { openDemo } from '#server/testing/open-demo.ts'
import { eventRules } from './event-rules.ts'

const demo = openDemo()

describe('EventBridge rules', () => {
  it('are handed on where they have a function as target, with bus, state and what failures lead to', async () => {
    const found = await demo.run(eventRules, undefined)
    expect(found).toMatchObject({ status: 'ok', complete: true, problems: [] })
    expect(found.items.length).toBeGreaterThan(10)
    for (const { targets } of found.items)
      expect(targets.state === 'known' && targets.value.some(({ arn }) => isFunctionArn(arn))).toBe(true)
    expect(new Set(found.items.map(({ bus }) => bus))).toEqual(new Set(['default', 'domain-events']))
    const states = found.items.map(({ state }) => (state.state === 'known' ? state.value : state.state))
    expect(new Set(states)).toEqual(new Set(['ENABLED', 'DISABLED']))
    const targets = found.items.flatMap((rule) => (rule.targets.state === 'known' ? rule.targets.value : []))
    expect(targets.some(({ deadLetterArn }) => deadLetterArn?.includes(':sqs:'))).toBe(true)
    expect(targets.some(({ maximumRetryAttempts }) => maximumRetryAttempts === 0)).toBe(true)
    expect(found.items.map(({ name }) => name)).not.toContain('health-to-queue')
    expect(found.items.every(({ unknownFields }) => unknownFields.length === 0)).toBe(true)
  })

  it('whose targets may not be read are kept, with the targets unknown', async () => {
    demo.aws.setFaults([{ service: 'events', operation: 'ListTargetsByRule', kind: 'denied' }])
    const found = await demo.run(eventRules, undefined)
    expect(found).toMatchObject({ status: 'partial', complete: true })
    expect(found.problems).toMatchObject([{ permission: 'events:ListTargetsByRule', state: 'denied' }])
    expect(found.items.map(({ name }) => name)).toContain('health-to-queue')
    for (const { targets, state } of found.items) {
      expect(targets).toEqual({ state: 'denied', permission: 'events:ListTargetsByRule' })
      expect(state.state).toBe('known')
    }
  })

  it('of the default bus are read where the buses may not be listed', async () => {
    demo.aws.setFaults([{ service: 'events', operation: 'ListEventBuses', kind: 'denied' }])
    const found = await demo.run(eventRules, undefined)
    expect(found).toMatchObject({ status: 'partial', complete: false })
    expect(new Set(found.items.map(({ bus }) => bus))).toEqual(new Set(['default']))
  })

  it.each(['malformed', 'html', 'repeat-token'] as const)(
    'are not complete after a listing with %s',
    async (kind) => {
      demo.aws.setFaults([{ service: 'events', operation: 'ListRules', kind }])
      expect((await demo.run(eventRules, undefined)).complete).toBe(false)
    },
  )

  it('are none in a region without functions', async () => {
    const found = await demo.run(eventRules, undefined, { region: 'eu-north-1' })
    expect(found).toMatchObject({ status: 'ok', complete: true, items: [] })
  })
})
