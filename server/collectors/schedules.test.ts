import { expect, it } from 'vitest'
import { openDemo } from '#server/testing/open-demo.ts'
import { schedules } from './schedules.ts'

const demo = openDemo({ functions: 600 })

it('hands on the schedules whose target is a function, with role, retries and what failures lead to', async () => {
  const found = await demo.run(schedules, undefined)
  expect(found).toMatchObject({ status: 'ok', complete: true, problems: [] })
  expect(found.items.length).toBeGreaterThan(10)
  expect(found.items.map(({ name }) => name)).not.toContain('heartbeat')
  for (const { targetArn, roleArn, expression, maximumRetryAttempts, unknownFields } of found.items) {
    expect(targetArn).toMatchObject({ state: 'known', value: expect.stringContaining(':lambda:') })
    expect(roleArn).toMatchObject({
      state: 'known',
      value: expect.stringContaining(':role/scheduler-invoke'),
    })
    expect([expression.state, maximumRetryAttempts.state, unknownFields]).toEqual(['known', 'known', []])
  }
  expect(new Set(found.items.map(({ group }) => group)).size).toBeGreaterThan(1)
  expect(new Set(found.items.map(({ deadLetterArn }) => deadLetterArn.state)).size).toBe(2)
  expect(found.items.map(({ state }) => state)).toContainEqual({ state: 'known', value: 'DISABLED' })
})

it('keeps schedules that may not be read, with what the list tells', async () => {
  demo.aws.setFaults([{ service: 'scheduler', operation: 'GetSchedule', kind: 'denied' }])
  const found = await demo.run(schedules, undefined)
  expect(found).toMatchObject({ status: 'partial', complete: true })
  for (const { state, targetArn, expression, roleArn } of found.items) {
    expect([state.state, targetArn.state]).toEqual(['known', 'known'])
    expect(expression).toEqual({ state: 'denied', permission: 'scheduler:GetSchedule' })
    expect(roleArn.state).toBe('denied')
  }
})

it.each(['malformed', 'truncated'] as const)('leaves what is %s unknown', async (kind) => {
  demo.aws.setFaults([{ service: 'scheduler', operation: 'GetSchedule', kind }])
  const found = await demo.run(schedules, undefined)
  expect(found.complete).toBe(true)
  expect(new Set(found.items.map(({ expression }) => expression.state))).toEqual(new Set(['failed']))
})

it.each(['denied', 'html', 'malformed', 'repeat-token'] as const)(
  'is not complete after a listing with %s',
  async (kind) => {
    demo.aws.setFaults([{ service: 'scheduler', operation: 'ListSchedules', kind }])
    expect((await demo.run(schedules, undefined)).complete).toBe(false)
  },
)
