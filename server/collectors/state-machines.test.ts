import { expect, it } from 'vitest'
import { openDemo } from '#server/testing/open-demo.ts'
import { stateMachines } from './state-machines.ts'

const demo = openDemo()

it('hands on the state machines that call functions, with the calls in order', async () => {
  const found = await demo.run(stateMachines, undefined)
  expect(found).toMatchObject({ status: 'ok', complete: true, problems: [] })
  expect(found.items.map(({ name }) => name).sort()).toEqual(['nightly-reporting', 'order-fulfilment'])
  const [fulfilment, reporting] = [...found.items].sort((a, b) => (a.name > b.name ? -1 : 1))
  expect(fulfilment).toMatchObject({
    type: { value: 'STANDARD' },
    status: { value: 'ACTIVE' },
    roleArn: { value: expect.stringContaining(':role/step-functions-invoke') },
    unknownFields: [],
  })
  const calls = (machine: typeof fulfilment) => (machine?.calls.state === 'known' ? machine.calls.value : [])
  expect(
    calls(fulfilment).map(({ state, synchronous, retries, catches }) => [
      state,
      synchronous,
      retries,
      catches,
    ]),
  ).toEqual([
    ['Reserve stock', true, 6, true],
    ['Ship', true, 6, true],
    ['Wait for carrier', true, 0, false],
    ['Tell customer', false, 0, false],
  ])
  expect(calls(reporting).map(({ state }) => state)).toEqual(['Collect', 'Render', 'Store'])
})

it('keeps state machines that may not be read, with what they call unknown', async () => {
  demo.aws.setFaults([{ service: 'states', operation: 'DescribeStateMachine', kind: 'denied' }])
  const found = await demo.run(stateMachines, undefined)
  expect(found).toMatchObject({ status: 'partial', complete: true, items: { length: 3 } })
  for (const { calls, type } of found.items) {
    expect(calls).toEqual({ state: 'denied', permission: 'states:DescribeStateMachine' })
    expect(type.state).toBe('known')
  }
})

it.each(['denied', 'html', 'malformed', 'repeat-token'] as const)(
  'is not complete after a listing with %s',
  async (kind) => {
    demo.aws.setFaults([{ service: 'states', operation: 'ListStateMachines', kind }])
    expect((await demo.run(stateMachines, undefined)).complete).toBe(false)
  },
)

it('has none in a region without any', async () => {
  const found = await demo.run(stateMachines, undefined, { region: 'eu-north-1' })
  expect(found).toMatchObject({ status: 'ok', items: [] })
})
